import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { encodeRecord } from '../../src/journal/codec.ts'
import {
  collectExchanges,
  withLate,
  type ExchangeEntry,
  type WaitingLimits,
} from '../../src/journal/collect-exchanges.ts'
import type { ForwardRecord, JournalRecord, ReplyRecord } from '../../src/journal/record.ts'
import { makeTempDir } from '../helpers/temp-dir.ts'
import { makeRecord, writeRecords } from './rig.ts'

const AT = new Date(Date.UTC(2026, 0, 2))
const RESULT = { httpStatus: 200, verdict: 'acknowledged', reason: null, durationMs: 3 } as const

function forward(seq: number): ForwardRecord {
  return { type: 'forward', seq, at: AT, ...RESULT }
}

function reply(seq: number, httpStatus: number | null = null): ReplyRecord {
  return { type: 'reply', seq, at: AT, httpStatus }
}

function write(...records: readonly (JournalRecord | string)[]): string {
  const path = join(makeTempDir(), 'j.ndjson')
  const lines = records.map((each) => (typeof each === 'string' ? each : encodeRecord(each)))
  writeFileSync(path, Buffer.concat(lines.map((line) => Buffer.from(line))))
  return path
}

async function collect(path: string, limits?: WaitingLimits): Promise<ExchangeEntry[]> {
  const entries: ExchangeEntry[] = []
  for await (const entry of collectExchanges(path, limits)) entries.push(entry)
  return entries
}

/** `1`, `1f` with its forward, `1fr` with its reply, `f1` for a late one, `!` for a damaged line. */
function brief(entries: readonly ExchangeEntry[]): string {
  return entries.map(word).join(' ')
}

function word(entry: ExchangeEntry): string {
  if (entry.kind === 'problem') return '!'
  if (entry.kind === 'late') return `${entry.record.type.slice(0, 1)}${entry.record.seq}`
  const { request, forward, reply } = entry.exchange
  return `${request.seq}${forward === null ? '' : 'f'}${reply === null ? '' : 'r'}`
}

test('a request is told with its forward and its reply, however they are mixed', async () => {
  const path = write(
    makeRecord(1),
    makeRecord(2),
    forward(2),
    makeRecord(3),
    reply(1),
    forward(1),
    reply(3, 502),
  )
  const entries = await collect(path)
  expect(brief(entries)).toBe('1fr 2f 3r')
  expect(entries[0]).toEqual({
    kind: 'exchange',
    exchange: { request: makeRecord(1), forward: RESULT, reply: reply(1) },
  })
})

test('a forward that stands in the request itself is told, and a later one wins', async () => {
  const known = makeRecord(1, { forward: { ...RESULT, httpStatus: 500 } })
  expect(await collect(write(known))).toMatchObject([
    { exchange: { forward: { httpStatus: 500 } } },
  ])
  expect(await collect(write(known, forward(1)))).toMatchObject([
    { exchange: { forward: { httpStatus: 200 } } },
  ])
})

test('what comes after its request was told is late, and nothing is lost', async () => {
  const path = write(makeRecord(1), makeRecord(2), makeRecord(3), forward(1), reply(3), forward(9))
  expect(brief(await collect(path, { requests: 2, bytes: 1e6 }))).toBe('1 f1 f9 2 3r')
  const size = encodeRecord(makeRecord(1)).length
  expect(brief(await collect(path, { requests: 100, bytes: size }))).toBe('1 2 f1 f9 3r')
})

test('a late record still finds its exchange', async () => {
  const [first, late] = await collect(write(makeRecord(1), makeRecord(2), forward(1), reply(1)), {
    requests: 1,
    bytes: 1e6,
  })
  if (first?.kind !== 'exchange' || late?.kind !== 'late') throw new Error('not as expected')
  expect(withLate(first.exchange, late.record).forward).toEqual(RESULT)
  expect(withLate(first.exchange, reply(1)).reply).toEqual(reply(1))
})

test('a request larger than the limit waits for nothing', async () => {
  expect(brief(await collect(write(makeRecord(1), forward(1)), { requests: 9, bytes: 1 }))).toBe(
    '1 f1',
  )
})

test('damaged lines are told in their place, and two journals in one file do not mix', async () => {
  const path = write(makeRecord(1), 'x\n', forward(1), makeRecord(1), reply(1), '{"type"')
  expect(brief(await collect(path))).toBe('! 1f ! 1r')
})

test('a thousand times as many requests as may wait are told in order', async () => {
  const entries = await collect(writeRecords(3000), { requests: 3, bytes: 1e6 })
  const seqs = entries.map((entry) => (entry.kind === 'exchange' ? entry.exchange.request.seq : 0))
  expect(seqs).toEqual(Array.from({ length: 3000 }, (_, index) => index + 1))
})
