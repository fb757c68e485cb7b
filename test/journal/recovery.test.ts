import {
  chmodSync,
  copyFileSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import type { Clock } from '../../src/context.ts'
import { encodeRecord } from '../../src/journal/codec.ts'
import { createHistory } from '../../src/journal/history.ts'
import { openJournal, type JournalEvent } from '../../src/journal/journal.ts'
import { verifyJournal } from '../../src/journal/read-journal.ts'
import { sealLines } from '../../src/journal/seal.ts'
import { systemClock } from '../../src/system-clock.ts'
import { makeTempDir } from '../helpers/temp-dir.ts'
import { createVirtualClock } from '../helpers/virtual-clock.ts'
import { faultyFiles, makeRecord, openTestJournal, readAll, readSeqs, writeRecords } from './rig.ts'

const SIZE = encodeRecord(makeRecord(1)).length

/** Opens, appends a record, closes; without syncs, which a thousand cuts would wait for. */
async function reopen(path: string, seq: number): Promise<JournalEvent[]> {
  const events: JournalEvent[] = []
  const onEvent = (event: JournalEvent): void => void events.push(event)
  const rig = faultyFiles()
  rig.faults = { datasync: async () => {}, syncFolder: async () => {} }
  const own = { clock: systemClock, pid: process.pid, files: rig.files }
  const journal = await openJournal({ path, ...own, onEvent })
  expect(journal.lastSeq).toBeLessThan(seq)
  await journal.append(makeRecord(seq))
  await journal.close()
  return events
}

/** As short as a record can be: there is a cut for each of its bytes. */
function makeShortRecord(seq: number) {
  const verdict = { kind: 'refused', code: 'empty', detail: '' } as const
  return makeRecord(seq, {
    path: '/',
    rawHeaders: [],
    sizeBytes: 0,
    body: Buffer.alloc(0),
    verdict,
  })
}

test('a tail cut at any byte of the last three records keeps the earlier ones and what was cut (J1)', async () => {
  const lines = [1, 2, 3, 4, 5].map((seq) => encodeRecord(makeShortRecord(seq)))
  const whole = Buffer.concat(lines)
  const size = whole.length / lines.length
  const cut = async (length: number, dir: string): Promise<void> => {
    const path = join(dir, `${length}.ndjson`)
    writeFileSync(path, whole.subarray(0, length))
    const events = await reopen(path, 99)
    // Without its last byte a record lacks its newline only, and its CRC fits.
    const kept = Math.floor((length + 1) / size)
    const seqs = Array.from({ length: kept }, (_, index) => index + 1)
    expect(await readSeqs(path)).toEqual([...seqs, 99])
    const torn = events.flatMap((event) => (event.kind === 'torn' ? [event.savedAs] : []))
    const saved = torn.map((file) => readFileSync(file).toString()).join('')
    expect(saved).toBe(whole.toString('utf8', Math.min(kept * size, length), length))
    expect(torn).toHaveLength(saved === '' ? 0 : 1)
    expect(torn.every((file) => file.startsWith(`${path}.torn-`))).toBe(true)
  }
  for (let length = 2 * size; length <= 5 * size; length += 8) {
    const group = Array.from({ length: 8 }, (_, index) => Math.min(length + index, 5 * size))
    // A folder for each group: a journal looks at all files beside it.
    const dir = makeTempDir()
    await Promise.all([...new Set(group)].map(async (each) => cut(each, dir)))
  }
}, 60_000)

test('a journal whose only record is torn starts anew, at every byte', async () => {
  const line = encodeRecord(makeRecord(1))
  const dir = makeTempDir()
  const cut = async (length: number): Promise<void> => {
    const path = join(dir, `${length}.ndjson`)
    writeFileSync(path, line.subarray(0, length))
    await reopen(path, 7)
    expect(await readSeqs(path)).toEqual([7])
  }
  await Promise.all([0, 1, 5, 20, 23, 24, 100, line.length - 2].map(cut))
})

test.each<[string, (line: Buffer) => Buffer]>([
  ['valid JSON without its CRC', () => Buffer.from('{"type":"request","seq":6}')],
  ['a CRC that does not fit', (line) => Buffer.from(line.toString().replace('POST', 'post'))],
  ['zero bytes', () => Buffer.alloc(512)],
  ['two damaged lines', () => Buffer.from('{"type":"request"\n\0\0\0\n')],
])('a last line of %s is torn (J3)', async (_name, tail) => {
  const path = writeRecords(5)
  const saved = tail(encodeRecord(makeRecord(6)))
  writeFileSync(path, saved, { flag: 'a' })
  const { journal, events } = await openTestJournal({ path })
  expect(events).toMatchObject([{ kind: 'torn', offset: 5 * SIZE, sizeBytes: saved.length }])
  const [event] = events
  const file = event?.kind === 'torn' ? event.savedAs : ''
  expect(readFileSync(file)).toEqual(saved)
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(statSync(path).size).toBe(5 * SIZE)
  expect(journal.lastSeq).toBe(5)
})

test('a last line without its newline counts when its CRC fits (J3)', async () => {
  const path = writeRecords(5)
  writeFileSync(path, readFileSync(path).subarray(0, -1))
  const { journal, events } = await openTestJournal({ path })
  expect(events).toEqual([])
  expect(journal.lastSeq).toBe(5)
  await journal.append(makeRecord(6))
  expect(await readSeqs(path)).toEqual([1, 2, 3, 4, 5, 6])
})

test.each<[string, number, number, (bytes: Buffer) => void]>([
  ['a flipped bit', 1 * SIZE, 1, (bytes) => (bytes[1 * SIZE + 30]! ^= 4)],
  ['512 zero bytes', 1 * SIZE, 2, (bytes) => bytes.fill(0, 2 * SIZE - 256, 2 * SIZE + 256)],
  ['a flipped newline', 1 * SIZE, 2, (bytes) => (bytes[2 * SIZE - 1]! ^= 1)],
])(
  '%s in the middle is told with its offset, skipped, and left where it is (J2)',
  async (_name, offset, lost, damage) => {
    const path = writeRecords(6)
    const bytes = readFileSync(path)
    damage(bytes)
    writeFileSync(path, bytes)
    const { journal, events } = await openTestJournal({ path })
    expect(events).toMatchObject([{ kind: 'corrupt', problems: [{ offset }] }])
    await journal.append(makeRecord(7))
    expect(readFileSync(path).subarray(0, bytes.length)).toEqual(bytes)
    const found = await verifyJournal(path)
    expect(found).toMatchObject({ problemCount: 1, problems: [{ offset, sizeBytes: lost * SIZE }] })
    const seqs = [1, 2, 3, 4, 5, 6, 7].filter((seq) => seq < 2 || seq > 1 + lost)
    expect(await readSeqs(path)).toEqual(seqs)
    expect(found.records).toEqual({ request: seqs.length, forward: 0, reply: 0 })
  },
)

test('a whole record that this version cannot read is never cut', async () => {
  const path = writeRecords(2)
  writeFileSync(path, sealLines([JSON.stringify({ type: 'later', seq: 3 })]).subarray(0, -1), {
    flag: 'a',
  })
  const { journal, events } = await openTestJournal({ path })
  expect(events).toMatchObject([{ kind: 'corrupt', problems: [{ code: 'bad_record' }] }])
  await journal.append(makeRecord(4))
  const entries = await readAll(path)
  expect(entries.map((entry) => (entry.kind === 'problem' ? entry.code : entry.kind))).toEqual([
    'record',
    'record',
    'bad_record',
    'record',
  ])
})

test.each([
  ['text', 'my notes\n'],
  ['JSON', '{"type":"module"}\n'],
  ['zero bytes', '\0\0\0'],
])('a file that holds %s is refused and left alone', async (_name, content) => {
  const path = join(makeTempDir(), 'notes')
  writeFileSync(path, content)
  chmodSync(path, 0o644)
  const before = statSync(path, { bigint: true })
  await expect(openTestJournal({ path })).rejects.toMatchObject({
    code: 'JOURNAL_NOT_WRITABLE',
    exitCode: 3,
    message: `the journal ${path} cannot be written: it holds something else`,
  })
  expect(readdirSync(dirname(path))).toEqual([basename(path)])
  // Mode, size, and both times of a change: to the content, and to anything else of the file.
  const { mode, size, mtimeNs, ctimeNs } = before
  expect(statSync(path, { bigint: true })).toMatchObject({ mode, size, mtimeNs, ctimeNs })
  expect(readFileSync(path, 'utf8')).toBe(content)
})

test('two tails torn at the same moment are both kept', async () => {
  const sleep: Clock['sleep'] = async (ms, signal) => systemClock.sleep(ms, signal)
  const clock = { ...createVirtualClock(), sleep }
  const path = writeRecords(1)
  for (const fragment of ['{"a', '{"b', '{"c']) {
    writeFileSync(path, fragment, { flag: 'a' })
    const { journal } = await openTestJournal({ path, clock })
    await journal.close()
  }
  const saved = readdirSync(dirname(path))
    .filter((name) => name.includes('.torn-'))
    .sort()
  expect(saved).toEqual(
    ['', '-2', '-3'].map((end) => `j.ndjson.torn-2026-01-01T00-00-00-000Z${end}`),
  )
  expect(saved.map((name) => readFileSync(join(dirname(path), name), 'utf8'))).toEqual([
    '{"a',
    '{"b',
    '{"c',
  ])
})

test('a journal says which sessions it has seen, and goes on counting', async () => {
  const path = writeRecords(9)
  const copy = join(makeTempDir(), 'copy')
  copyFileSync(path, copy)
  const first = await openTestJournal({ path: copy })
  const at = new Date(0)
  await first.journal.append({ type: 'reply', seq: 12, at, httpStatus: null })
  await first.journal.append(
    makeRecord(10, { verdict: { kind: 'refused', code: 'a', detail: '' } }),
  )
  expect(first.journal.lastSeq).toBe(12)
  await first.journal.close()
  const { journal } = await openTestJournal({ path: copy })
  expect(journal.lastSeq).toBe(12)
  expect(journal.sessions.map(({ interviewId }) => interviewId)).toEqual(
    [3, 4, 5, 6, 0, 1, 2].map((number) => `session-${number}`),
  )
  expect(journal.sessions.at(-1)).toEqual({
    interviewId: 'session-2',
    externalCustomerId: null,
    statuses: ['EXPIRED', 'EXPIRED'],
  })
})

test('the history of sessions is bounded', async () => {
  const history = createHistory()
  const arrival = (interviewId: string): void => {
    const verdict = { kind: 'notification', interviewId, externalCustomerId: 'c' } as const
    history.add({ seq: 1, verdict: { ...verdict, onboardingStatus: 'A', warnings: [] } })
  }
  for (let index = 0; index < 10_005; index += 1) arrival(`s${index}`)
  for (let index = 0; index < 300; index += 1) arrival('s9000')
  const { sessions } = history.read()
  expect(sessions).toHaveLength(10_000)
  expect(sessions.at(-1)).toMatchObject({ interviewId: 's9000', externalCustomerId: 'c' })
  expect(sessions.at(-1)?.statuses).toHaveLength(200)
  expect(sessions[0]?.interviewId).toBe('s5')
})
