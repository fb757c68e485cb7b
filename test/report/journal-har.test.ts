import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { RecordedExchange } from '../../src/journal/collect-exchanges.ts'
import type { RequestRecord } from '../../src/journal/record.ts'
import { renderJournalHar } from '../../src/report/har/render-journal-har.ts'
import { absoluteUrl } from '../../src/report/journal/absolute-url.ts'
import { harProblems } from '../helpers/har-problems.ts'
import { makeRecord } from '../journal/rig.ts'

const same = (text: string): string => text

function exchange(changes: Partial<RequestRecord> = {}, seq = 1): RecordedExchange {
  return { request: makeRecord(seq, changes), forward: null, reply: null }
}

async function render(
  exchanges: readonly RecordedExchange[],
  redact = same,
): Promise<{ text: string; har: Har }> {
  async function* each(): AsyncGenerator<RecordedExchange> {
    yield* exchanges
  }
  let text = ''
  for await (const part of renderJournalHar(each(), { version: '1.2.3', redact })) text += part
  return { text, har: JSON.parse(text) as Har }
}

interface Har {
  log: {
    creator: object
    pages: { id: string; title: string }[]
    entries: { pageref?: string; request: Record<string, unknown>; response: object }[]
  }
}

const REFUSED = { kind: 'refused', code: 'bad_json', detail: 'at byte 3' } as const

test('a HAR has an entry for each request and a page for each session', async () => {
  const { har } = await render([
    ...Array.from({ length: 9 }, (_, index) => exchange({}, index + 1)),
    exchange({ verdict: REFUSED, answer: { httpStatus: 400 } }, 10),
  ])
  expect(harProblems(har)).toEqual([])
  expect(har.log.creator).toEqual({ name: 'hookstep', version: '1.2.3' })
  expect(har.log.entries).toHaveLength(10)
  expect(har.log.pages).toHaveLength(7)
  expect(har.log.pages[0]).toMatchObject({ id: 'session-1', title: 'session-1' })
  expect(har.log.entries[7]).toMatchObject({ pageref: 'session-1', comment: '#8 EXPIRED', _seq: 8 })
  expect(har.log.entries[9]).not.toHaveProperty('pageref')
  expect(har.log.entries[9]).toMatchObject({ comment: '#10 bad_json', response: { status: 400 } })
})

test('a HAR of nothing is one, too', async () => {
  const { har } = await render([])
  expect(harProblems(har)).toEqual([])
  expect(har.log).toMatchObject({ entries: [], pages: [] })
})

test('a request is told as it came', async () => {
  const { har } = await render([
    exchange({
      method: 'PUT',
      path: '/hook?a=1&a=%20',
      httpVersion: '1.0',
      rawHeaders: [
        ['host', 'example.test:81'],
        ['Content-Type', 'application/json'],
        ['content-TYPE', 'x'],
        ['Authorization', 'sha256:0123abcd'],
      ],
      body: Buffer.from('{"n":1.0}'),
      sizeBytes: 9,
    }),
  ])
  expect(har.log.entries[0]?.request).toMatchObject({
    method: 'PUT',
    url: 'http://example.test:81/hook?a=1&a=%20',
    httpVersion: 'HTTP/1.0',
    headers: [
      { name: 'host', value: 'example.test:81' },
      { name: 'Content-Type', value: 'application/json' },
      { name: 'content-TYPE', value: 'x' },
      { name: 'Authorization', value: 'sha256:0123abcd' },
    ],
    queryString: [
      { name: 'a', value: '1' },
      { name: 'a', value: ' ' },
    ],
    postData: { mimeType: 'application/json', text: '{"n":1.0}' },
    bodySize: 9,
    _target: '/hook?a=1&a=%20',
  })
})

test('a secret that is not hashed, as in a file that was made by hand, is cut', async () => {
  const rawHeaders = [['Authorization', 'Bearer abcdefghijklmnop']] as const
  const { text } = await render([exchange({ rawHeaders })])
  expect(text).toContain('"…mnop"')
  expect(text).not.toContain('abcdef')
})

test('a body that is no text is base64, one that was not kept says so, an empty one is none', async () => {
  const { har } = await render([
    exchange({ body: Buffer.from([0x7b, 0xff, 0x7d]) }),
    exchange({ body: null, sizeBytes: 2_000_000 }),
    exchange({ body: Buffer.alloc(0), sizeBytes: 0 }),
    exchange({ body: null, sizeBytes: 0 }),
  ])
  expect(harProblems(har)).toEqual([])
  const [binary, missing, empty, none] = har.log.entries.map(({ request }) => request)
  expect(binary?.['postData']).toMatchObject({ text: 'e/99', _encoding: 'base64' })
  expect(missing).toMatchObject({ bodySize: 2_000_000, comment: 'the body was not kept' })
  expect(missing).not.toHaveProperty('postData')
  expect(empty).not.toHaveProperty('postData')
  expect(none).not.toHaveProperty('comment')
})

test('a known secret is not hidden in base64', async () => {
  const body = Buffer.concat([Buffer.from('CANARY'), Buffer.from([0xff])])
  const { har, text } = await render([exchange({ body })], (each) => each.replaceAll('CANARY', '…'))
  expect(har.log.entries[0]?.request['postData']).toMatchObject({ text: '…�' })
  expect(text).not.toContain('CANARY')
})

test('what became of an answer is told', async () => {
  const at = new Date(0)
  const reply = { type: 'reply', seq: 1, at, httpStatus: null } as const
  const forward = { httpStatus: 500, verdict: 'rejected', reason: 'X', durationMs: 1 } as const
  const { har } = await render([
    { ...exchange(), reply },
    { ...exchange({ answer: null }), reply: { ...reply, httpStatus: 500 }, forward },
    exchange({ answer: null }),
  ])
  expect(har.log.entries.map(({ response }) => response)).toMatchObject([
    { status: 0, _error: 'the sender was gone before our answer' },
    { status: 500 },
    { status: 0 },
  ])
  expect(har.log.entries[1]).toMatchObject({ _forward: forward })
})

test('whatever was received, the HAR is valid and holds nothing that a terminal acts on', async () => {
  const text = fc.string({ unit: 'binary', maxLength: 40 })
  const path = fc.oneof(
    text,
    text.map((rest) => `/${rest}`),
    fc.webUrl(),
  )
  await fc.assert(
    fc.asyncProperty(
      text,
      path,
      text,
      fc.uint8Array({ maxLength: 20 }),
      async (a, path, b, body) => {
        const rawHeaders = [
          ['Host', b],
          [a, b],
        ] as const
        const { text, har } = await render([exchange({ method: a, path, rawHeaders, body })])
        expect(harProblems(har)).toEqual([])
        expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2028]/)
        expect(har.log.entries[0]?.request['_target']).toBe(path)
      },
    ),
    { numRuns: 60 },
  )
})

test.each([
  ['/a', 'h.test', 'http://h.test/a'],
  ['/a', '[::1]:80', 'http://[::1]/a'],
  ['/a b"|^`{}', 'h.test', 'http://h.test/a%20b%22%7C%5E%60%7B%7D'],
  ['//evil.test/x', 'h.test', 'http://h.test//evil.test/x'],
  ['*', 'h.test', 'http://h.test/*'],
  ['http://other.test/x', 'h.test', 'http://other.test/x'],
  ['http://[', 'h.test', 'http://h.test/http://['],
  ['/a', 'user@evil.test', 'http://localhost/a'],
  ['/a', 'h.test/../x', 'http://localhost/a'],
  ['/a', 'h.test:99999', 'http://localhost/a'],
  ['/a', '', 'http://localhost/a'],
  ['/\u001b[2J\u009b', 'h.test', 'http://h.test/%1B[2J%C2%9B'],
])('the URL of %j at the host %j is %s', (path, host, url) => {
  expect(absoluteUrl(makeRecord(1, { path, rawHeaders: [['Host', host]] }))).toBe(url)
})
