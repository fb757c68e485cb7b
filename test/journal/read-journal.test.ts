import { execFileSync } from 'node:child_process'
import { mkdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { encodeRecord, MAX_LINE_BYTES } from '../../src/journal/codec.ts'
import { nodeFiles } from '../../src/journal/file-operations.ts'
import { readJournal, verifyJournal, type JournalEntry } from '../../src/journal/read-journal.ts'
import type { RequestRecord } from '../../src/journal/record.ts'
import { makeTempDir } from '../helpers/temp-dir.ts'
import { faultyFiles, makeRecord, openTestJournal, readAll, readSeqs, writeRecords } from './rig.ts'

test('a journal is read in its order, with the offset of each record', async () => {
  const path = writeRecords(3)
  const size = encodeRecord(makeRecord(1)).length
  expect(await readAll(path)).toEqual(
    [1, 2, 3].map((seq) => ({
      kind: 'record',
      record: makeRecord(seq),
      offset: (seq - 1) * size,
      sizeBytes: size,
    })),
  )
})

test('an empty journal holds nothing', async () => {
  const path = join(makeTempDir(), 'empty')
  writeFileSync(path, '')
  expect(await readAll(path)).toEqual([])
  expect(await verifyJournal(path)).toEqual({
    sizeBytes: 0,
    records: { request: 0, forward: 0, reply: 0 },
    problemCount: 0,
    problems: [],
    isTorn: false,
  })
})

test('a torn tail is a problem of its own, and a missing newline is none', async () => {
  const path = writeRecords(2)
  writeFileSync(path, encodeRecord(makeRecord(3)).subarray(0, -1), { flag: 'a' })
  expect(await verifyJournal(path)).toMatchObject({ problemCount: 0, records: { request: 3 } })
  writeFileSync(path, '\n{"type"', { flag: 'a' })
  const { size } = statSync(path)
  expect(await verifyJournal(path)).toMatchObject({
    sizeBytes: size,
    problemCount: 1,
    problems: [{ code: 'torn_tail', offset: size - 7, sizeBytes: 7 }],
    isTorn: true,
  })
})

test('a write that is under way while a journal is verified is not taken for a torn end', async () => {
  const path = join(makeTempDir(), 'j')
  const body = Buffer.alloc(900_000, 'x')
  const lines = Array.from({ length: 20 }, (_, i) => encodeRecord(makeRecord(i + 1, { body })))
  const all = Buffer.concat(lines)
  writeFileSync(path, all.subarray(0, -100))
  const verifying = verifyJournal(path)
  // By then the file is open, and its end is far away.
  for (let times = 0; times < 4; times += 1) await nodeFiles.stat(path)
  writeFileSync(path, all.subarray(-100), { flag: 'a' })
  expect(await verifying).toMatchObject({ problemCount: 0, isTorn: false, sizeBytes: all.length })
})

test('only the first thousand problems are kept, and all are counted', async () => {
  const path = writeRecords(1)
  writeFileSync(path, 'x\n'.repeat(1500), { flag: 'a' })
  const found = await verifyJournal(path)
  expect(found.problemCount).toBe(1500)
  expect(found.problems).toHaveLength(1000)
})

test.each([1, 2, 3])('a line beyond the limit is skipped, %i limits long', async (limits) => {
  const path = writeRecords(2)
  const { size } = statSync(path)
  const sizeBytes = MAX_LINE_BYTES * limits + 2
  writeFileSync(path, `${'x'.repeat(sizeBytes - 1)}\n`, { flag: 'a' })
  writeRecordsAfter(path)
  const entries = await readAll(path)
  expect(entries).toHaveLength(4)
  expect(entries[2]).toMatchObject({ kind: 'problem', code: 'too_long', offset: size, sizeBytes })
  expect(entries[3]).toMatchObject({ kind: 'record', record: { seq: 3 } })
})

function writeRecordsAfter(path: string): void {
  writeFileSync(path, encodeRecord(makeRecord(3)), { flag: 'a' })
}

test('a line of exactly the limit is kept and read, and one byte more is refused', async () => {
  const { journal, path } = await openTestJournal()
  const around = encodeRecord(makeRecord(1, { body: Buffer.alloc(0) })).length
  const bodyOf = (lineBytes: number): Buffer => Buffer.alloc(lineBytes - around, 'x')
  await journal.append(makeRecord(1, { body: bodyOf(MAX_LINE_BYTES) }))
  const more = journal.append(makeRecord(2, { body: bodyOf(MAX_LINE_BYTES + 1) }))
  await expect(more).rejects.toMatchObject({
    code: 'JOURNAL_TOO_LARGE',
    message: `a record of ${MAX_LINE_BYTES + 1} bytes`,
  })
  await journal.append(makeRecord(3))
  expect(await readSeqs(path)).toEqual([1, 3])
})

test('the largest body there can be is kept and read, and one beyond the limit is refused', async () => {
  const { journal, path } = await openTestJournal()
  const body = Buffer.alloc(1024 * 1024, 1)
  const rawHeaders = [['x', '\u0001'.repeat(16 * 1024)]] as const
  await journal.append(makeRecord(1, { body, rawHeaders }))
  const tooLarge = makeRecord(2, { body: Buffer.alloc(8 * 1024 * 1024, 'x') })
  await expect(journal.append(tooLarge)).rejects.toMatchObject({ code: 'JOURNAL_TOO_LARGE' })
  await journal.append(makeRecord(3))
  expect(await readSeqs(path)).toEqual([1, 3])
  const [first] = await readAll(path)
  const read = (first as Extract<JournalEntry, { kind: 'record' }>).record as RequestRecord
  expect(body.equals(read.body as Uint8Array)).toBe(true)
  expect(read.rawHeaders).toEqual(rawHeaders)
})

test('lines across the borders of chunks are read whole', async () => {
  const path = join(makeTempDir(), 'j')
  const sizes = [10, 700_000, 900_000, 1_048_576, 5, 300_000, 1_048_575]
  const lines = sizes.map((size, index) =>
    encodeRecord(makeRecord(index + 1, { body: Buffer.alloc(size, 'é') })),
  )
  writeFileSync(path, Buffer.concat(lines))
  expect(await readSeqs(path)).toEqual([1, 2, 3, 4, 5, 6, 7])
})

test('a reader that stops early gives the file up', async () => {
  const path = writeRecords(50)
  for await (const entry of readJournal(path)) {
    expect(entry.offset).toBe(0)
    break
  }
})

test.each<[string, (path: string) => void]>([
  ['is not there', () => {}],
  ['is a directory', (path) => mkdirSync(path)],
  ['is a pipe', (path) => execFileSync('mkfifo', [path])],
])('a journal that %s cannot be read', async (_name, make) => {
  const path = join(makeTempDir(), 'j')
  make(path)
  await expect(readAll(path)).rejects.toMatchObject({ code: 'JOURNAL_UNREADABLE', exitCode: 2 })
})

test('only the end of a large journal is read when it is opened (J9)', async () => {
  const path = join(makeTempDir(), 'j.ndjson')
  const body = Buffer.alloc(500_000, 'x')
  const lines = Array.from({ length: 100 }, (_, i) => encodeRecord(makeRecord(i + 1, { body })))
  writeFileSync(path, Buffer.concat(lines))
  const { files, calls } = faultyFiles()
  const { journal, events } = await openTestJournal({ path, files })
  const read = calls.filter((call) => call.startsWith('read')).map((call) => Number(call.slice(5)))
  expect(read.reduce((sum, size) => sum + size)).toBeLessThanOrEqual(8 * 1024 * 1024)
  expect(journal.lastSeq).toBe(100)
  expect(events).toEqual([])
})

test('a torn record of the largest size behind a whole one is cut, and no more', async () => {
  const path = join(makeTempDir(), 'j.ndjson')
  const body = Buffer.alloc(1024 * 1024, 1)
  const lines = [1, 2, 3].map((seq) => encodeRecord(makeRecord(seq, { body })))
  writeFileSync(path, Buffer.concat(lines).subarray(0, -2))
  const { journal, events } = await openTestJournal({ path })
  expect(events).toMatchObject([{ kind: 'torn', sizeBytes: (lines[2]?.length ?? 0) - 2 }])
  expect(journal.lastSeq).toBe(2)
  expect(await readSeqs(path)).toEqual([1, 2])
})

test('a large file whose end is no journal is refused', async () => {
  const path = writeRecords(3)
  writeFileSync(path, `${'x'.repeat(1023)}\n`.repeat(33 * 1024), { flag: 'a' })
  const { size } = statSync(path)
  await expect(openTestJournal({ path })).rejects.toMatchObject({ code: 'JOURNAL_NOT_WRITABLE' })
  expect(statSync(path).size).toBe(size)
})
