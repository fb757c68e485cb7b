import { crc32 } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeRecord, encodeRecord, type DecodedLine } from '../../src/journal/codec.ts'
import { headOf, readHead } from '../../src/journal/line-head.ts'
import {
  toJournalVerdict,
  type ForwardRecord,
  type JournalRecord,
  type ReplyRecord,
  type RequestRecord,
} from '../../src/journal/record.ts'
import { recordJson } from '../../src/journal/record-json.ts'
import { checkSeal, sealLines } from '../../src/journal/seal.ts'
import { makeRecord } from './rig.ts'

const AT = new Date(Date.UTC(2026, 0, 2, 3, 4, 5, 678))

function decode(line: Buffer): DecodedLine {
  expect(line.at(-1)).toBe(0x0a)
  expect(line.indexOf(0x0a)).toBe(line.length - 1)
  return decodeRecord(line.subarray(0, -1))
}

function roundTrip(record: JournalRecord): unknown {
  const decoded = decode(encodeRecord(record))
  return decoded.kind === 'record' ? decoded.record : decoded
}

const text = fc.string({ unit: 'binary' })
const httpStatus = fc.option(fc.integer({ min: 100, max: 999 }))
const date = fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(Date.UTC(9999, 0)) })
const forward = fc.record({
  httpStatus,
  verdict: fc.constantFrom('acknowledged' as const, 'rejected' as const),
  reason: fc.option(text),
  durationMs: fc.double({ min: 0, max: 1e9, noNaN: true }).map((value) => value + 0),
})
const anyBytes = fc
  .oneof(
    fc.uint8Array({ maxLength: 300 }),
    text.map((value) => Buffer.from(value)),
  )
  .map((bytes) => Buffer.from(bytes))
const request: fc.Arbitrary<RequestRecord> = fc
  .record({
    type: fc.constant('request' as const),
    seq: fc.nat(),
    receivedAt: date,
    method: text,
    path: text,
    httpVersion: text,
    rawHeaders: fc.array(fc.tuple(text, fc.string({ unit: 'grapheme' }))),
    sizeBytes: fc.nat(),
    body: fc.option(anyBytes),
    verdict: fc.oneof(
      fc.record({ kind: fc.constant('refused' as const), code: text, detail: text }),
      fc.record({
        kind: fc.constant('notification' as const),
        interviewId: text,
        externalCustomerId: fc.option(text),
        onboardingStatus: text,
        warnings: fc.array(text),
      }),
    ),
    answer: fc.option(fc.record({ httpStatus: fc.integer({ min: 100, max: 599 }) })),
    forward: fc.option(forward, { nil: undefined }),
  })
  .map(({ forward, ...rest }) => (forward === undefined ? rest : { ...rest, forward }))

test('a request comes back as it was, whatever its bytes, headers and texts', () => {
  fc.assert(
    fc.property(request, (record) => {
      expect(roundTrip(record)).toEqual(record)
    }),
    { numRuns: 500 },
  )
})

test('a forward and a reply come back as they were', () => {
  const at = { seq: fc.nat(), at: date }
  fc.assert(
    fc.property(fc.record(at), forward, httpStatus, (head, result, status) => {
      const forwarded: ForwardRecord = { type: 'forward', ...head, ...result }
      const reply: ReplyRecord = { type: 'reply', ...head, httpStatus: status }
      expect(roundTrip(forwarded)).toEqual(forwarded)
      expect(roundTrip(reply)).toEqual(reply)
    }),
  )
})

test('the head of a record says the same as the whole of it, whatever is in it', () => {
  fc.assert(
    fc.property(request, fc.nat(3), (record, long) => {
      const tricky = { ...record.verdict, detail: '"},"answer":'.repeat(long * 50) }
      const whole = long > 0 && tricky.kind === 'refused' ? { ...record, verdict: tricky } : record
      const line = encodeRecord(whole).subarray(0, -1)
      expect(readHead(line) ?? headOf(whole)).toEqual(headOf(whole))
    }),
    { numRuns: 500 },
  )
  expect(readHead(encodeRecord(makeRecord(12)))?.seq).toBe(12)
  expect(readHead(encodeRecord({ type: 'reply', seq: 1, at: AT, httpStatus: null }))).toBeNull()
  const odd = '{"type":"request","seq":1,"receivedAt":"a","verdict":{"kind":"b"},"answer":'
  expect(readHead(Buffer.from(odd))).toBeNull()
})

/** The slow way: what is put together piece by piece must come to the same text. */
function stringify({ receivedAt, body, forward, ...record }: RequestRecord): string {
  const { type, seq, verdict, answer, method, path, httpVersion, rawHeaders, sizeBytes } = record
  const text = body === null ? null : Buffer.from(body).toString()
  const isText = text === null || Buffer.from(text).equals(body as Uint8Array)
  const head = { type, seq, receivedAt: receivedAt.toISOString(), verdict, answer, method, path }
  const bodies = isText
    ? { body: text }
    : { bodyBase64: Buffer.from(body ?? []).toString('base64') }
  return JSON.stringify({ ...head, httpVersion, rawHeaders, sizeBytes, ...bodies, forward })
}

test('the JSON of a request is that of its fields, in their order', () => {
  const unsafe = /[\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufeff]/g
  fc.assert(
    fc.property(request, (record) => {
      const escaped = stringify(record).replaceAll(
        unsafe,
        (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`,
      )
      expect(recordJson(record)).toBe(escaped)
    }),
    { numRuns: 500 },
  )
})

test('lines that are sealed together are the same as one by one, whatever is in them', () => {
  fc.assert(
    fc.property(fc.array(text.map((each) => JSON.stringify({ each }))), (jsons) => {
      expect(sealLines(jsons)).toEqual(Buffer.concat(jsons.map((json) => sealLines([json]))))
      for (const json of jsons) expect(checkSeal(sealLines([json]).subarray(0, -1))).toBe('intact')
    }),
  )
})

test('a lone surrogate in a header comes back', () => {
  const record = makeRecord(1, { rawHeaders: [['x', '\ud800']] })
  expect(roundTrip(record)).toEqual(record)
})

test.each<[string, Buffer, string]>([
  ['text', Buffer.from('{"a":1.0}'), '"body":"{\\"a\\":1.0}"'],
  ['a byte order mark', Buffer.from('\ufeff{}'), '"body":"\\ufeff{}"'],
  ['no byte', Buffer.alloc(0), '"body":""'],
  ['bytes that are not UTF-8', Buffer.from([0x22, 0xc3, 0x28]), '"bodyBase64":"IsMo"'],
  ['a surrogate in UTF-8', Buffer.from([0xed, 0xa0, 0x80]), '"bodyBase64":"7aCA"'],
])('a body of %s is written so that it can be read', (_name, body, written) => {
  const line = encodeRecord(makeRecord(1, { body }))
  expect(line.toString()).toContain(written)
  expect(decode(line)).toMatchObject({ kind: 'record', record: { body } })
})

test('a view into a larger buffer is written as itself', () => {
  const body = new Uint8Array(Buffer.from('xx{}xx')).subarray(2, 4)
  expect(roundTrip(makeRecord(1, { body }))).toEqual(makeRecord(1, { body: Buffer.from('{}') }))
})

test('the CRC is that of the line without it', () => {
  const line = encodeRecord(makeRecord(1)).toString().trimEnd()
  const { crc, ...fields } = JSON.parse(line) as Record<string, unknown>
  expect(crc).toBe(crc32(JSON.stringify(fields)).toString(16).padStart(8, '0'))
})

test('a line harms no terminal: control and bidi characters are escaped (C8)', () => {
  const hostile = '\u001b]52;c;x\u0007\r\u007f\u009b2J\u202e\u2066\u2028\ufeff'
  const record = makeRecord(1, { path: hostile, body: Buffer.from(hostile) })
  expect(encodeRecord(record).toString()).toMatch(/^[\x20-\x7e]+\n$/)
  expect(roundTrip(record)).toEqual(record)
})

test.each([
  ...['\u007f', '\u0085', '\u009f', '\u2028', '\u202e', '\u2066', '\u2069', '\ufeff', '\u0000'],
  ...['\u001f', '"', '\\', '\ud800', '\udfff'],
])('each such character is escaped, also where it is the only one: %j', (character) => {
  const record = makeRecord(1, { path: `/a${character}b` })
  expect(encodeRecord(record).toString()).toMatch(/^[\x20-\x7e]+\n$/)
  expect(roundTrip(record)).toEqual(record)
})

test('a bit that flips anywhere in a line is noticed', () => {
  const line = encodeRecord(makeRecord(1)).subarray(0, -1)
  for (let bit = 0; bit < line.length * 8; bit += 1) {
    const flipped = Buffer.from(line)
    flipped[bit >> 3] = (flipped[bit >> 3] as number) ^ (1 << (bit & 7))
    expect(decodeRecord(flipped).kind, `bit ${bit}`).toBe('problem')
  }
})

test.each<[string, string, string]>([
  ['nothing', '', 'no_crc'],
  ['a seal and nothing else', ',"crc":"00000000"}', 'no_crc'],
  ['JSON without a seal', '{"type":"request","seq":1}', 'no_crc'],
  ['zero bytes', '\0'.repeat(512), 'no_crc'],
  ['a seal that does not fit', '{"type":"request","crc":"00000000"}', 'bad_crc'],
])('a line of %s is not whole', (_name, line, code) => {
  expect(decodeRecord(Buffer.from(line))).toMatchObject({ kind: 'problem', code })
})

test.each<[string, (fields: Record<string, unknown>) => unknown]>([
  ['type: expected request or forward or reply', (f) => ({ ...f, type: 'other' })],
  ['seq: expected a whole number', (f) => ({ ...f, seq: 1.5 })],
  ['seq: expected a number', (f) => ({ ...f, seq: -1 })],
  ['receivedAt: expected a time', (f) => ({ ...f, receivedAt: 'yesterday' })],
  ['method: expected a string', (f) => ({ ...f, method: null })],
  ['rawHeaders: expected a list', (f) => ({ ...f, rawHeaders: {} })],
  ['rawHeaders: expected a list of strings', (f) => ({ ...f, rawHeaders: [['a', 1]] })],
  ['rawHeaders: expected pairs', (f) => ({ ...f, rawHeaders: [['a']] })],
  ['rawHeaders: expected pairs', (f) => ({ ...f, rawHeaders: [['a', 'b', 'c']] })],
  ['verdict: expected an object', (f) => ({ ...f, verdict: [] })],
  ['kind: expected notification or refused', (f) => ({ ...f, verdict: {} })],
  ['answer: expected an object', (f) => ({ ...f, answer: 204 })],
  ['forward: expected an object', (f) => ({ ...f, forward: 'ok' })],
])('a whole line that this version cannot read says why: %s', (detail, change) => {
  const fields = JSON.parse(encodeRecord(makeRecord(1)).toString()) as Record<string, unknown>
  delete fields['crc']
  const line = sealLines([JSON.stringify(change(fields))])
  expect(decode(line)).toEqual({ kind: 'problem', code: 'bad_record', detail })
})

test('a whole line that is no JSON, or no object, is a problem', () => {
  const broken = '{"a"}'
  const seal = (crc32(broken) >>> 0).toString(16).padStart(8, '0')
  const line = Buffer.from(`${broken.slice(0, -1)},"crc":"${seal}"}`)
  expect(decodeRecord(line)).toMatchObject({ kind: 'problem', code: 'bad_record' })
})

test('the verdict on a request keeps what names the session', () => {
  const refusal = { kind: 'refused', code: 'bad_json', detail: 'x' } as const
  expect(toJournalVerdict(refusal)).toEqual(refusal)
  const notification = {
    interviewId: 'a',
    externalCustomerId: null,
    onboardingStatus: 'EXPIRED',
    variant: 'current',
    fields: {},
  } as const
  const warnings = ['no_content_type'] as const
  expect(
    toJournalVerdict({
      kind: 'notification',
      notification,
      findings: [],
      duplicateOf: null,
      warnings,
    }),
  ).toEqual({
    kind: 'notification',
    interviewId: 'a',
    externalCustomerId: null,
    onboardingStatus: 'EXPIRED',
    warnings: ['no_content_type'],
  })
})

test('a record of fixed content has a fixed line', () => {
  const record: ReplyRecord = { type: 'reply', seq: 3, at: AT, httpStatus: null }
  expect(encodeRecord(record).toString()).toBe(
    '{"type":"reply","seq":3,"at":"2026-01-02T03:04:05.678Z","httpStatus":null,"crc":"' +
      `${crc32('{"type":"reply","seq":3,"at":"2026-01-02T03:04:05.678Z","httpStatus":null}').toString(16).padStart(8, '0')}"}\n`,
  )
})
