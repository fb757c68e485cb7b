import {
  appendFileSync,
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  mkdirSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { encodeRecord } from '../../src/journal/codec.ts'
import { JournalError } from '../../src/journal/journal-error.ts'
import { verifyJournal } from '../../src/journal/read-journal.ts'
import { makeTempDir } from '../helpers/temp-dir.ts'
import {
  faultyFiles,
  makeRecord,
  openTestJournal,
  readSeqs,
  systemError,
  type TestJournal,
} from './rig.ts'
import { steadyMs } from '../helpers/steady-clock.ts'

const SIZE = encodeRecord(makeRecord(1)).length

function kinds({ events }: TestJournal): string[] {
  return events.map((event) => {
    if (event.kind === 'trouble') return event.error.code
    return event.kind === 'reopened' ? event.change : event.kind
  })
}

/** A journal with a record in it, on files that a test can make fail. */
async function openFaulty(): Promise<TestJournal & ReturnType<typeof faultyFiles>> {
  const rig = faultyFiles()
  const opened = await openTestJournal({ files: rig.files })
  await opened.journal.append(makeRecord(1))
  rig.calls.length = 0
  return Object.assign(rig, opened)
}

test.each(['ENOSPC', 'EFBIG', 'EDQUOT'])(
  'a short write and %s: refused, the part is taken back at once, and the journal recovers (J4)',
  async (code) => {
    const rig = await openFaulty()
    const { journal, path } = rig
    let count = 0
    rig.faults = {
      write: async (bytes) => {
        count += 1
        if (count > 1) throw systemError(code)
        return (await rig.opened[0]?.write(bytes.subarray(0, 100))) ?? 0
      },
    }
    const refused = [2, 3].map(async (seq) => journal.append(makeRecord(seq)))
    const results = await Promise.allSettled(refused)
    for (const result of results) {
      expect(result).toMatchObject({ reason: { name: 'JournalError', code: 'JOURNAL_FULL' } })
    }
    expect(statSync(path).size).toBe(SIZE)
    await expect(journal.append(makeRecord(4))).rejects.toBeInstanceOf(JournalError)
    expect(journal.isBroken).toBe(false)
    rig.faults = {}
    await journal.append(makeRecord(5))
    expect(await readSeqs(path)).toEqual([1, 5])
    expect(await verifyJournal(path)).toMatchObject({ problemCount: 0 })
    expect(kinds(rig)).toEqual(['JOURNAL_FULL', 'recovered'])
  },
)

test('a write that takes nothing means that there is no space', async () => {
  const rig = await openFaulty()
  rig.faults = { write: async () => 0 }
  await expect(rig.journal.append(makeRecord(2))).rejects.toMatchObject({ code: 'JOURNAL_FULL' })
})

test('a part that cannot be taken back at once is taken back before the next record (J4)', async () => {
  const rig = await openFaulty()
  const { journal, path } = rig
  let isFull = true
  rig.faults = {
    write: async (bytes) => {
      if (isFull && bytes.length < 50) throw systemError('ENOSPC')
      const part = isFull ? bytes.subarray(0, bytes.length - 10) : bytes
      return (await rig.opened[0]?.write(part)) ?? 0
    },
    truncate: async () => {
      throw systemError('ENOSPC')
    },
  }
  await expect(journal.append(makeRecord(2))).rejects.toMatchObject({ code: 'JOURNAL_FULL' })
  expect(statSync(path).size).toBe(2 * SIZE - 10)
  await expect(journal.append(makeRecord(3))).rejects.toMatchObject({ code: 'JOURNAL_FULL' })
  isFull = false
  await expect(journal.append(makeRecord(4))).rejects.toMatchObject({ code: 'JOURNAL_FULL' })
  rig.calls.length = 0
  delete rig.faults.truncate
  await journal.append(makeRecord(5))
  expect(rig.calls).toEqual([`truncate ${SIZE}`, `write ${SIZE}`, 'datasync'])
  expect(await readSeqs(path)).toEqual([1, 5])
})

test('a short write that goes on is whole (J4)', async () => {
  const rig = await openFaulty()
  rig.faults = { write: async (bytes) => (await rig.opened[0]?.write(bytes.subarray(0, 7))) ?? 0 }
  await rig.journal.append(makeRecord(2))
  expect(await readSeqs(rig.path)).toEqual([1, 2])
  expect(kinds(rig)).toEqual([])
})

test.each(['EIO', 'ENOSPC'])(
  'a sync that fails with %s is final and not tried again (J5)',
  async (code) => {
    const rig = await openFaulty()
    const { journal } = rig
    let syncs = 0
    rig.faults = {
      datasync: async () => {
        syncs += 1
        throw systemError(code)
      },
    }
    const batch = [2, 3].map(async (seq) => journal.append(makeRecord(seq)))
    const results = await Promise.allSettled(batch)
    for (const result of results)
      expect(result).toMatchObject({ reason: { code: 'JOURNAL_BROKEN' } })
    expect(journal.isBroken).toBe(true)
    rig.faults = {}
    await expect(journal.append(makeRecord(4))).rejects.toMatchObject({ code: 'JOURNAL_BROKEN' })
    await new Promise((resolve) => setTimeout(resolve, 600))
    await expect(journal.append(makeRecord(5))).rejects.toMatchObject({ code: 'JOURNAL_BROKEN' })
    expect(syncs).toBe(1)
    expect(kinds(rig)).toEqual(['JOURNAL_BROKEN'])
    expect(rig.calls.filter((call) => call !== 'datasync')).toEqual([`write ${2 * SIZE}`])
  },
)

test('a write that fails for another reason than space is final too', async () => {
  const rig = await openFaulty()
  rig.faults = {
    write: async () => {
      throw systemError('EIO')
    },
  }
  await expect(rig.journal.append(makeRecord(2))).rejects.toMatchObject({ code: 'JOURNAL_BROKEN' })
  expect(rig.journal.isBroken).toBe(true)
})

test.each<[string, (path: string) => void, number[]]>([
  ['deleted', (path) => rmSync(path), [2]],
  ['replaced', (path) => replace(path), [9, 2]],
  ['truncated', (path) => truncateSync(path), [2]],
  ['truncated', (path) => truncateSync(path, SIZE + 40), [1, 2]],
  ['grown', (path) => appendFileSync(path, 'foreign words'), [1, 8, 2]],
  ['grown', (path) => appendFileSync(path, 'a whole foreign line\n'), [1, 8, 2]],
])('a file that is %s by somebody is noticed within a second (J8)', async (change, act, kept) => {
  const test = await openTestJournal()
  const { journal, path } = test
  await journal.append(makeRecord(1))
  await journal.append(makeRecord(8))
  act(path)
  const startedMs = steadyMs()
  await expect.poll(() => kinds(test)[0], { interval: 10 }).toBe(change)
  expect(steadyMs() - startedMs).toBeLessThan(1000)
  await journal.append(makeRecord(2))
  expect(await readSeqs(path)).toEqual(kept)
  expect(await verifyJournal(path)).toMatchObject({ problemCount: 0 })
  expect(statSync(path).mode & 0o777).toBe(0o600)
})

/** As a rotation does it: the file goes to another name, and a new one takes its place. */
function replace(path: string): void {
  renameSync(path, `${path}.1`)
  writeFileSync(path, encodeRecord(makeRecord(9)))
}

test('a record given right after the file was deleted is in the new file when it resolves (J8)', async () => {
  const opened = await openTestJournal()
  const { journal, path } = opened
  await journal.append(makeRecord(1))
  rmSync(path)
  await Promise.all([2, 3].map(async (seq) => journal.append(makeRecord(seq))))
  expect(await readSeqs(path)).toEqual([2, 3])
  expect(kinds(opened)).toEqual(['deleted'])
})

test('a journal whose folder is gone refuses, and goes on when it is back', async () => {
  const folder = join(makeTempDir(), 'state')
  mkdirSync(folder)
  const opened = await openTestJournal({ path: join(folder, 'j.ndjson') })
  const { journal, path } = opened
  await journal.append(makeRecord(1))
  rmSync(folder, { recursive: true })
  await expect(journal.append(makeRecord(2))).rejects.toMatchObject({ code: 'JOURNAL_LOST' })
  await expect(journal.append(makeRecord(3))).rejects.toMatchObject({ code: 'JOURNAL_LOST' })
  expect(journal.isBroken).toBe(false)
  mkdirSync(folder)
  await journal.append(makeRecord(4))
  expect(await readSeqs(path)).toEqual([4])
  expect(kinds(opened)).toEqual(['JOURNAL_LOST', 'deleted', 'recovered'])
  await expect(openTestJournal({ path })).rejects.toMatchObject({ code: 'JOURNAL_LOCKED' })
})

test('a journal whose folder is gone tells so by itself, and comes back by itself', async () => {
  const folder = join(makeTempDir(), 'state')
  mkdirSync(folder)
  const opened = await openTestJournal({ path: join(folder, 'j.ndjson') })
  rmSync(folder, { recursive: true })
  await expect.poll(() => kinds(opened)).toEqual(['JOURNAL_LOST'])
  mkdirSync(folder)
  await expect.poll(() => kinds(opened)).toEqual(['JOURNAL_LOST', 'deleted'])
  expect(existsSync(opened.path)).toBe(true)
})

test('a file that changes all the time is given up for this record only', async () => {
  const rig = await openFaulty()
  rig.faults = { stat: async () => null, statNow: () => null }
  await expect(rig.journal.append(makeRecord(2))).rejects.toMatchObject({ code: 'JOURNAL_LOST' })
  rig.faults = {}
  await rig.journal.append(makeRecord(3))
  expect((await readSeqs(rig.path)).at(-1)).toBe(3)
})

test('a file that cannot be looked at counts as deleted, and another user of the lock keeps us out', async () => {
  const rig = await openFaulty()
  const { journal, path } = rig
  const folder = dirname(path)
  rmSync(folder, { recursive: true })
  mkdirSync(folder)
  const rival = await openTestJournal({ path })
  await rival.journal.append(makeRecord(1))
  await expect(journal.append(makeRecord(2))).rejects.toMatchObject({
    code: 'JOURNAL_LOST',
    cause: { code: 'JOURNAL_LOCKED' },
  })
  await rival.journal.close()
  await journal.append(makeRecord(3))
  expect(await readSeqs(path)).toEqual([1, 3])
  expect(readFileSync(path, 'utf8')).not.toContain('"seq":2,')
})
