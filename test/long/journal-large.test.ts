import { closeSync, openSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { encodeRecord } from '../../src/journal/codec.ts'
import { verifyJournal } from '../../src/journal/read-journal.ts'
import { makeTempDir } from '../helpers/temp-dir.ts'
import { makeRecord, startChild } from '../journal/rig.ts'

const GIB = 1024 ** 3

/** Writes whole records until the file is this large, and gives how many. */
function writeLarge(path: string, sizeBytes: number): number {
  const file = openSync(path, 'w', 0o600)
  let [written, seq] = [0, 0]
  while (written < sizeBytes) {
    const lines: Buffer[] = []
    for (let count = 0; count < 10_000; count += 1) lines.push(encodeRecord(makeRecord((seq += 1))))
    written += writeSync(file, Buffer.concat(lines))
  }
  closeSync(file)
  return seq
}

test('a journal of 1 GiB is open within 1 s and 150 MB, and can be read to its end (J9)', async () => {
  const path = join(makeTempDir(), 'j.ndjson')
  const count = writeLarge(path, GIB)
  const child = await startChild('hold', [path])
  const [, lastSeq, tookMs] = (await child.until(/^open/)).split(' ')
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8')
  const peakMb = Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) / 1024
  child.process.kill('SIGKILL')
  await child.ended
  const startedAt = performance.now()
  const found = await verifyJournal(path)
  const verifiedMs = performance.now() - startedAt
  console.log({ count, tookMs: Number(tookMs), peakMb, verifiedMs })
  expect(Number(lastSeq)).toBe(count)
  expect(Number(tookMs)).toBeLessThan(1000)
  expect(peakMb).toBeLessThan(150)
  expect(found).toMatchObject({ problemCount: 0, records: { request: count } })
})
