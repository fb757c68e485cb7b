import { readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import type { CliError } from '../../src/contract/errors.ts'
import { acquireLock } from '../../src/journal/lock.ts'
import { parseStart, startOfProcess } from '../../src/journal/process-life.ts'
import { systemClock } from '../../src/system-clock.ts'
import { makeTempDir } from '../helpers/temp-dir.ts'
import { findDeadPid, makeRecord, openTestJournal, readSeqs, startChild } from './rig.ts'

const OWN = { clock: systemClock, pid: process.pid }

function locks(path: string): string[] {
  return readdirSync(dirname(path)).filter((name) => name.startsWith(`${basename(path)}.lock-`))
}

test('a second writer is refused, by whatever name of the folder, until the first one closes (J7)', async () => {
  const { journal, path } = await openTestJournal()
  const alias = join(makeTempDir(), 'alias')
  symlinkSync(dirname(path), alias)
  for (const name of [path, join(alias, basename(path))]) {
    await expect(openTestJournal({ path: name })).rejects.toMatchObject({
      name: 'CliError',
      code: 'JOURNAL_LOCKED',
      exitCode: 3,
      message: `the journal ${path} is being written by process ${process.pid}`,
      hint: '--journal FILE names another one',
    })
  }
  expect(locks(path)).toHaveLength(1)
  await journal.append(makeRecord(1))
  await journal.close()
  expect(locks(path)).toEqual([])
  const second = await openTestJournal({ path })
  expect(second.journal.lastSeq).toBe(1)
})

test('another process is refused, and takes over after kill -9 (J7)', async () => {
  const path = join(makeTempDir(), 'j.ndjson')
  const holder = await startChild('hold', [path])
  await holder.until(/^open/)
  const refused = await startChild('hold', [path])
  await refused.ended
  expect(refused.lines.join()).toMatch(`error JOURNAL_LOCKED the journal ${path} is being written`)
  holder.process.kill('SIGKILL')
  await holder.ended
  expect(locks(path)).toHaveLength(1)
  const { journal } = await openTestJournal({ path })
  await journal.append(makeRecord(1))
  expect(await readSeqs(path)).toEqual([1])
  expect(locks(path)).toHaveLength(1)
})

test('of many that take a stale lock over at once exactly one gets it (J7)', async () => {
  const dir = makeTempDir()
  const dead = await findDeadPid()
  for (let round = 0; round < 20; round += 1) {
    const path = join(dir, `j${round}`)
    writeFileSync(`${path}.lock-${dead}-0-0123abcd`, '')
    const tries = Array.from({ length: 12 }, async () => acquireLock({ path, ...OWN }))
    const results = await Promise.allSettled(tries)
    const held = results.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
    expect(held).toHaveLength(1)
    const codes = results.flatMap((each) =>
      each.status === 'rejected' ? [(each.reason as CliError).code] : [],
    )
    expect(codes).toEqual(Array.from({ length: 11 }, () => 'JOURNAL_LOCKED'))
    expect(locks(path)).toHaveLength(1)
    await held[0]?.release()
    expect(locks(path)).toEqual([])
  }
})

test('of six processes that take a stale lock over at once exactly one gets it (J7)', async () => {
  const path = join(makeTempDir(), 'j')
  writeFileSync(`${path}.lock-${await findDeadPid()}-0-0123abcd`, '')
  const children = await Promise.all(
    Array.from({ length: 6 }, async () => startChild('hold', [path])),
  )
  await Promise.all(
    children.map(async (child) => Promise.race([child.ended, child.until(/^open/)])),
  )
  await expect.poll(() => children.flatMap(({ lines }) => lines).length).toBe(6)
  const lines = children.flatMap((child) => child.lines)
  expect(lines.filter((line) => line.startsWith('open'))).toHaveLength(1)
  expect(lines.filter((line) => line.startsWith('error JOURNAL_LOCKED'))).toHaveLength(5)
}, 30_000)

test('a lock whose process id belongs to a later process is stale', async () => {
  const path = join(makeTempDir(), 'j')
  writeFileSync(`${path}.lock-${process.pid}-12-0123abcd`, '')
  const lock = await acquireLock({ path, ...OWN })
  expect(locks(path)).toHaveLength(1)
  await lock.release()
})

test('where a start is not known the process id decides', async () => {
  const path = join(makeTempDir(), 'j')
  writeFileSync(`${path}.lock-${process.pid}-0-0123abcd`, '')
  await expect(acquireLock({ path, ...OWN })).rejects.toMatchObject({ code: 'JOURNAL_LOCKED' })
})

test('files that only look like locks are left alone', async () => {
  const path = join(makeTempDir(), 'j')
  for (const end of ['lock', 'lock-1', 'lock-1-2-xyz', 'lock-1-2-0123abcd.bak']) {
    writeFileSync(`${path}.${end}`, '')
  }
  const lock = await acquireLock({ path, ...OWN })
  await lock.release()
  expect(readdirSync(dirname(path))).toHaveLength(4)
})

test('a lock that somebody deleted is put back when it is confirmed', async () => {
  const dir = makeTempDir()
  const path = join(dir, 'j')
  const lock = await acquireLock({ path, ...OWN })
  const [name = ''] = locks(path)
  await lock.confirm()
  rmSync(join(dir, name))
  await lock.confirm()
  expect(locks(path)).toEqual([name])
  await lock.release()
})

test('a place for the lock that cannot be written is told as such', async () => {
  const path = join(makeTempDir(), 'x'.repeat(240))
  await expect(acquireLock({ path, ...OWN })).rejects.toMatchObject({
    code: 'JOURNAL_NOT_WRITABLE',
    exitCode: 3,
  })
  const missing = join(makeTempDir(), 'missing', 'j')
  await expect(acquireLock({ path: missing, ...OWN })).rejects.toThrow('its folder does not exist')
})

test('a process that nobody has buried is dead', async () => {
  const fields = (state: string): string => `17 (a) b) ${state}${' 1'.repeat(18)} 4711 0`
  expect(parseStart(fields('S'))).toBe('4711')
  expect(parseStart(fields('Z'))).toBeNull()
  expect(parseStart(fields('X'))).toBeNull()
  expect(parseStart('17 (a) S')).toBe('0')
  expect(await startOfProcess(process.pid)).toMatch(/^\d+$/)
  expect(await startOfProcess(await findDeadPid())).toBeNull()
})
