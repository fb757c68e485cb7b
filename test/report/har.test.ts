import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Answer } from '../../src/contract/acknowledgement.ts'
import type { SequenceRun, Timings } from '../../src/contract/delivery.ts'
import { toHarTimings } from '../../src/report/har/har-timings.ts'
import { renderHar } from '../../src/report/har/render-har.ts'
import { redactHeader } from '../../src/report/redact-header.ts'
import { redactUrl } from '../../src/report/redact-url.ts'
import { harProblems } from '../helpers/har-problems.ts'
import {
  answer,
  CANARY,
  failure,
  HOSTILE,
  makeDelivery,
  makeEventfulRun,
  makeNotification,
  makeRun,
  makeRunOf,
  OTHER_SESSION,
  redactCanary,
  type DeliveryShape,
} from '../helpers/sequence-run.ts'

const identity = (text: string): string => text

interface Har {
  log: {
    creator: object
    pages: Record<string, unknown>[]
    entries: {
      pageref: string
      startedDateTime: string
      request: { url: string; headers: object[]; postData: object } & Record<string, unknown>
      response: { content: Record<string, unknown> } & Record<string, unknown>
    }[]
  }
}

function parse(run: SequenceRun, redact = identity): Har {
  return JSON.parse(renderHar(run, redact)) as Har
}

/** The only entry of a run with this answer or failure. */
function entryOf(
  outcome: ReturnType<typeof answer>,
  redact = identity,
  shape: DeliveryShape = {},
  body?: Uint8Array,
): Har['log']['entries'][number] {
  const notification = makeNotification('EXPIRED', OTHER_SESSION, body)
  const run = makeRun({ deliveries: [makeDelivery(notification, [outcome], shape)] })
  const [entry] = parse(run, redact).log.entries
  if (entry === undefined) throw new Error('no entry')
  return entry
}

function contentOf(
  headers: Answer['headers'],
  body: string | Uint8Array,
  isBodyCut = false,
  redact = identity,
): object {
  return entryOf(answer(200, headers, body, isBodyCut), redact).response.content
}

test('a HAR of a run with everything in it validates against HAR 1.2', () => {
  expect(harProblems(parse(makeEventfulRun(), redactCanary))).toEqual([])
  expect(harProblems(parse(makeRun({ deliveries: [] })))).toEqual([])
})

test.each([
  ['a URL that is none', '"url": "http://127.0.0.1:3000/webhook"', '"url": "not a url"'],
  ['a status in words', '"status": 204', '"status": "204"'],
  ['a missing part of an entry', '"cache"', '"cash"'],
  ['a time of day alone', '"startedDateTime": "2026-01-02T', '"startedDateTime": "T'],
])('the validation refuses %s', (_what, from, to) => {
  const har = renderHar(makeRun(), identity)
  expect(har).toContain(from)
  expect(harProblems(JSON.parse(har))).toEqual([])
  expect(harProblems(JSON.parse(har.replaceAll(from, to)))).not.toEqual([])
})

test('a HAR has a page per session and an entry per attempt, in order of time', () => {
  const { creator, pages, entries } = parse(makeEventfulRun()).log
  expect(creator).toEqual({ name: 'hookstep', version: '1.2.3' })
  expect(pages).toMatchObject([
    { id: 'session-1', title: 'happy path 0123456789abcdef01234567' },
    { id: 'session-2', title: 'expired fedcba9876543210fedcba98' },
  ])
  expect(entries).toHaveLength(8)
  const starts = entries.map(({ startedDateTime }) => startedDateTime)
  expect(starts).toEqual([...starts].sort())
  expect(entries.filter(({ pageref }) => pageref === 'session-2')).toHaveLength(1)
})

test('a HAR entry carries the attempt and its verdict', () => {
  expect(entryOf(answer(500))).toMatchObject({
    comment: 'EXPIRED, attempt 1: 500',
    _attempt: 1,
    _verdict: 'rejected',
    _reason: 'WRONG_STATUS',
    _warnings: [],
    _onboardingStatus: 'EXPIRED',
    _interviewId: OTHER_SESSION.interviewId,
    request: { method: 'POST', cookies: [], headersSize: -1 },
    response: { status: 500, statusText: '', cookies: [], redirectURL: '', bodySize: 0 },
  })
})

test('a failure without an answer is a HAR response of status 0 with _error', () => {
  expect(entryOf(failure('TLS', 'certificate has expired'))).toMatchObject({
    comment: 'EXPIRED, attempt 1: no answer',
    response: {
      status: 0,
      statusText: '',
      headers: [],
      content: { size: 0, mimeType: 'x-unknown' },
      _error: 'TLS: certificate has expired',
    },
    _reason: 'TLS',
  })
})

test('a HAR request has headers as sent, query and body', () => {
  const shape = {
    url: 'http://h.example/a?x=1&x=%20',
    headers: [
      ['X-A', '1'],
      ['x-a', '2'],
      ['Content-Type', 'application/json'],
    ],
  } as const
  const { request } = entryOf(answer(204), identity, shape, Buffer.from('{"a":"é"}'))
  expect(request).toMatchObject({
    headers: shape.headers.map(([name, value]) => ({ name, value })),
    queryString: [
      { name: 'x', value: '1' },
      { name: 'x', value: ' ' },
    ],
    postData: { mimeType: 'application/json', text: '{"a":"é"}' },
    bodySize: 10,
  })
  expect(request.postData).not.toHaveProperty('comment')
})

test('a HAR request says so when its body is not UTF-8', () => {
  const shape = { headers: [] }
  const { request } = entryOf(answer(204), identity, shape, Uint8Array.of(0x61, 0xff, 0x62))
  expect(request.postData).toEqual({
    mimeType: '',
    text: 'a\ufffdb',
    comment: expect.stringContaining('not UTF-8') as string,
  })
})

test.each([
  ['text', [['Content-Type', 'text/plain']], 'zażółć', { mimeType: 'text/plain', text: 'zażółć' }],
  ['no type', [], '', { mimeType: 'x-unknown', text: '' }],
  ['a byte order mark', [], '\ufeffa', { text: '\ufeffa' }],
  ['bytes', [], Uint8Array.of(0xff, 0), { text: '/wA=', encoding: 'base64', size: 2 }],
  ['identity', [['Content-Encoding', 'identity']], 'a', { text: 'a' }],
] as const)('a HAR response has its content: %s', (_what, headers, body, content) => {
  expect(contentOf(headers, body)).toMatchObject(content)
})

test('a HAR response leaves an encoded body out, since no secret in it would be seen', () => {
  const content = contentOf([['content-encoding', 'gzip']], 'zipped')
  expect(content).toEqual({
    size: 6,
    mimeType: 'x-unknown',
    comment: expect.stringContaining('left out') as string,
  })
})

test('a HAR response tells that its body was cut, and loses no text for half a character', () => {
  const cut = Buffer.from('aé').subarray(0, 2)
  const { response } = entryOf(answer(200, [], cut, true))
  expect(response).toMatchObject({
    bodySize: -1,
    content: { text: 'a', comment: 'only the first 2 bytes were read' },
  })
})

test('base64 hides no secret', () => {
  const bytes = Buffer.concat([Uint8Array.of(0xff), Buffer.from(CANARY)])
  expect(contentOf([], bytes, false, redactCanary)).toMatchObject({ text: '\ufffd…alue' })
})

test.each([
  ['Authorization', 'Bearer abcdefghijklmnop', '…mnop'],
  ['authorization', 'Bearer abcdefghijkl', '…ijkl'],
  ['authorization', 'Bearer abcdefghijk', '…'],
  ['AUTHORIZATION', 'Basic dXNlcjpwYXNzd29yZA==', '…'],
  ['proxy-authorization', 'Digest abcdefghijklmnop', '…mnop'],
  ['Cookie', 'a=1; sid=0123456789abcdef', '…cdef'],
  ['Cookie', 'sid=short', '…'],
  ['x-api-key', 'MDEyMzQ1Njc4OWFiY2Q==', '…2Q=='],
  ['x-api-key', 'key=0123456789a', '…'],
  ['Set-Cookie', 'sid=0123456789abcdef; HttpOnly', '…'],
  ['X-Api-Key', '0123456789ab', '…89ab'],
  ['x-api-key', '0123456789a', '…'],
  ['x-api-key', '', '…'],
  ['x-api-key', '01234567😀😀😀😀', '…'],
  ['x-other', '0123456789abcdef', '0123456789abcdef'],
])('the header %s: %s is shown as %s', (name, value, shown) => {
  expect(redactHeader(name, value, ['x-api-key'], identity)).toBe(shown)
})

test('secret headers are cut in a HAR where redact knows nothing', () => {
  const headers = [
    ['Authorization', `Bearer ${CANARY}`],
    ['Proxy-Authorization', CANARY],
    ['Cookie', `sid=${CANARY}`],
    ['Set-Cookie', `sid=${CANARY}`],
    ['X-API-Key', CANARY],
  ] as const
  const delivery = makeDelivery(makeNotification('EXPIRED'), [answer(204, headers)], { headers })
  const har = renderHar(makeRun({ deliveries: [delivery], secretHeaders: ['x-api-key'] }), identity)
  expect(har).not.toContain(CANARY)
  expect(har.match(/"…alue"/g)).toHaveLength(10)
})

test('no canary is in a HAR', () => {
  const run = makeEventfulRun()
  expect(renderHar(run, identity)).toContain(CANARY)
  expect(renderHar(run, redactCanary)).not.toContain(CANARY)
})

test.each([
  ['http://h.example/a%20b?c=d', 'http://h.example/a%20b?c=d'],
  ['http://h.example/se%2Fcret', 'http://h.example/%E2%80%A6'],
  ['http://h.example/?a=1&t=se%2fcret', 'http://h.example/?a=1&t=%E2%80%A6'],
  ['http://h.example/%ff?t=x', 'http://h.example/%ff?t=x'],
  ['/se/cret', '/…'],
])('the URL %s is shown as %s', (url, shown) => {
  expect(redactUrl(url, (text) => text.replaceAll('se/cret', '…'))).toBe(shown)
})

const NONE: Timings = {
  dnsMs: null,
  connectMs: null,
  tlsMs: null,
  firstByteMs: null,
  bodyMs: null,
  totalMs: 0,
}

test.each([
  [
    'a whole answer over TLS',
    { dnsMs: 1, connectMs: 2, tlsMs: 3, firstByteMs: 4, bodyMs: 5, totalMs: 16.5 },
    { blocked: 1.5, dns: 1, connect: 5, ssl: 3, send: 0, wait: 4, receive: 5 },
  ],
  [
    'a timeout while waiting for the first byte',
    { connectMs: 2, totalMs: 100 },
    { blocked: -1, dns: -1, connect: 2, ssl: -1, send: 0, wait: 98, receive: 0 },
  ],
  [
    'a body that broke off',
    { connectMs: 2, firstByteMs: 3, totalMs: 100 },
    { blocked: -1, dns: -1, connect: 2, ssl: -1, send: 0, wait: 3, receive: 95 },
  ],
  [
    'a handshake on a connection that was there',
    { tlsMs: 2, totalMs: 2 },
    { blocked: -1, dns: -1, connect: 2, ssl: 2, send: 0, wait: 0, receive: 0 },
  ],
  [
    'no connection',
    { dnsMs: 2, totalMs: 100 },
    { blocked: 98, dns: 2, connect: -1, ssl: -1, send: 0, wait: 0, receive: 0 },
  ],
  ['nothing', {}, { blocked: -1, dns: -1, connect: -1, ssl: -1, send: 0, wait: 0, receive: 0 }],
])('HAR timings of %s', (_what, timings, phases) => {
  expect(toHarTimings({ ...NONE, ...timings }).timings).toEqual(phases)
})

test('HAR timings add up to the time, which is the total unless the phases exceed it', () => {
  const ms = fc.option(fc.double({ min: 0, max: 1e6, noNaN: true }))
  const shape = { dnsMs: ms, connectMs: ms, tlsMs: ms, firstByteMs: ms, bodyMs: ms }
  const total = fc.double({ min: 0, max: 1e7, noNaN: true })
  fc.assert(
    fc.property(fc.record({ ...shape, totalMs: total }), (timings) => {
      const { timings: har, time } = toHarTimings(timings)
      const { ssl, ...added } = har
      const sum = Object.values(added).reduce((all, phase) => all + Math.max(0, phase), 0)
      expect(time).toBeCloseTo(sum, 2)
      expect(time).toBeGreaterThanOrEqual(timings.totalMs - 0.01)
      expect(ssl).toBeLessThanOrEqual(har.connect)
      expect(Math.min(har.send, har.wait, har.receive)).toBeGreaterThanOrEqual(0)
    }),
  )
})

test.each([HOSTILE, '</script>', '\ud800'])('a HAR of %j is harmless JSON', (text) => {
  const har = renderHar(makeRunOf(text), identity)
  expect(har).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]|\p{Surrogate}/u)
  expect(JSON.parse(har)).toBeTypeOf('object')
})

test('any strings give a HAR that holds them', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const { entries } = parse(makeRunOf(text)).log
      const detail = `RESET: ${text}`
      expect(entries.map(({ response }) => response['_error'])).toContain(detail)
    }),
  )
})
