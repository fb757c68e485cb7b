import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { verifyJournal } from '../../src/journal/read-journal.ts'
import { makeTempDir } from '../helpers/temp-dir.ts'
import { killOften } from '../journal/kill-often.ts'
import { openTestJournal, readSeqs, startChild } from '../journal/rig.ts'
import { readTrace } from '../journal/trace.ts'

test('20 times kill -9 lose no acknowledged record and leave none torn (L1, short)', async () => {
  const { acknowledged, restartsMs } = await killOften(20, { fromMs: 30, toMs: 150 })
  expect(acknowledged).toBeGreaterThan(1000)
  expect(Math.max(...restartsMs)).toBeLessThan(1000)
}, 60_000)

test('a disk that fills up and has space again loses nothing that was acknowledged (J4, prlimit)', async () => {
  const path = join(makeTempDir(), 'j.ndjson')
  const child = await startChild('drip', [path], ['prlimit', '--fsize=20000:unlimited'])
  await child.until(/^JOURNAL_FULL/)
  await child.until(/^JOURNAL_FULL/)
  expect(await verifyJournal(path)).toMatchObject({ problemCount: 0 })
  const again = child.until(/^ack/)
  spawnSync('prlimit', ['--pid', String(child.pid), '--fsize=unlimited'])
  const [, first] = (await again).split(' ')
  await child.until(/^ack/)
  child.process.kill('SIGKILL')
  await child.ended
  const { events } = await openTestJournal({ path })
  expect(events).toEqual([])
  const seqs = new Set(await readSeqs(path))
  const numbers = (word: string): number[] =>
    child.lines.filter((line) => line.startsWith(word)).map((line) => Number(line.split(' ')[1]))
  expect(numbers('ack').filter((seq) => !seqs.has(seq))).toEqual([])
  expect(numbers('JOURNAL_FULL').filter((seq) => seqs.has(seq))).toEqual([])
  expect(seqs.has(Number(first))).toBe(true)
  expect(child.lines.filter((line) => line.startsWith('event'))).toEqual([
    'event trouble',
    'event recovered',
  ])
})

const hasStrace = spawnSync('strace', ['-f', 'true']).status === 0

test.skipIf(!hasStrace)(
  `1,000 records: each is written, then synced, then acknowledged (L2)${hasStrace ? '' : ': skipped, strace cannot run here'}`,
  async () => {
    const dir = makeTempDir()
    const trace = join(dir, 'trace')
    const calls = 'trace=write,writev,pwrite64,pwritev,fdatasync,fsync'
    const strace = ['strace', '-f', '-y', '-s', '9999999', '-e', calls, '-o', trace]
    const child = await startChild('flood', [join(dir, 'j.ndjson'), 64, 1000], strace)
    await child.ended
    const { acknowledged, early, syncs } = readTrace(readFileSync(trace, 'utf8'), 'j.ndjson')
    expect(early).toEqual([])
    expect(acknowledged).toBe(1000)
    expect(syncs).toBeGreaterThanOrEqual(10)
    expect(syncs).toBeLessThanOrEqual(500)
  },
  60_000,
)

test('the reading of a trace finds an acknowledgement that came before its sync', () => {
  const line = (text: string): string => `17 ${text}\n`
  const written = line('write(21</a/j.ndjson>, "{\\"type\\":\\"request\\",\\"seq\\":5,...", 9) = 9')
  const synced = line('fdatasync(21</a/j.ndjson>) = 0')
  const acknowledged = line('write(1<pipe:[9]>, "ack 5\\n", 6) = 6')
  const early = (trace: string): readonly number[] => readTrace(trace, 'j.ndjson').early
  expect(early(written + synced + acknowledged)).toEqual([])
  expect(early(written + acknowledged + synced)).toEqual([5])
  expect(early(synced + written + acknowledged)).toEqual([5])
  const begun = line('fdatasync(21</a/j.ndjson> <unfinished ...>')
  const ended = line('<... fdatasync resumed>) = 0')
  expect(early(written + begun + ended + acknowledged)).toEqual([])
  expect(early(written + begun + acknowledged + ended)).toEqual([5])
  expect(early(begun + written + ended + acknowledged)).toEqual([5])
})
