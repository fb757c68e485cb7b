import { expect, test } from 'vitest'
import { renderCheckHar } from '../../../src/report/check/har.ts'
import type { CheckReport } from '../../../src/contract/check-report.ts'
import {
  makeChecked,
  makeCheckReport,
  makeEventfulReport,
  makeExchange,
  makeReportOf,
} from '../../helpers/check-report.ts'
import { harProblems } from '../../helpers/har-problems.ts'
import { answer, CANARY, HOSTILE, redactCanary } from '../../helpers/sequence-run.ts'

const identity = (text: string): string => text

interface Entry {
  readonly pageref: string
  readonly startedDateTime: string
  readonly comment: string
  readonly request: { postData?: { text: string; comment?: string }; bodySize: number }
  readonly response: { content: { text?: string; comment?: string } }
}

function parse(
  report: CheckReport,
  redact = identity,
): { pages: { id: string }[]; entries: Entry[] } {
  return (JSON.parse(renderCheckHar(report, redact)) as { log: ReturnType<typeof parse> }).log
}

test('a HAR of a check with everything in it validates against HAR 1.2', () => {
  for (const report of [makeEventfulReport(), makeCheckReport([])]) {
    expect(harProblems(JSON.parse(renderCheckHar(report, redactCanary)))).toEqual([])
  }
})

test('a HAR of a check has every exchange once, in order of time, on the page of its first rule', () => {
  const { pages, entries } = parse(makeEventfulReport())
  expect(pages).toMatchObject([
    {
      id: 'ACK-REACHABLE',
      title: expect.stringMatching(/^ACK-REACHABLE /) as string,
      startedDateTime: '2026-01-02T03:04:06.000Z',
    },
    { id: 'ACK-EXPIRED' },
    { id: 'SUR-FLOWS' },
    { id: 'REF-GET' },
    { id: 'REF-UTF8' },
  ])
  expect(entries.map(({ pageref }) => pageref)).toEqual([
    'ACK-REACHABLE',
    'SUR-FLOWS',
    'SUR-FLOWS',
    'ACK-EXPIRED',
    'REF-UTF8',
    'REF-GET',
  ])
  expect(entries[0]).toMatchObject({ _rules: ['ACK-REACHABLE', 'ACK-FINISHED'] })
})

test('a HAR entry of a check carries what was sent and the verdict', () => {
  const exchange = makeExchange(answer(500), {
    label: 'EXPIRED',
    onboardingStatus: 'EXPIRED',
    request: { method: 'PUT', framing: 'http-1.0' },
  })
  const report = makeCheckReport([makeChecked('ACK-EXPIRED', 'fail', '500', [exchange])])
  expect(parse(report).entries).toMatchObject([
    {
      comment: 'EXPIRED: 500',
      _onboardingStatus: 'EXPIRED',
      _framing: 'http-1.0',
      _verdict: 'rejected',
      _reason: 'WRONG_STATUS',
      _warnings: [],
      request: {
        method: 'PUT',
        httpVersion: 'HTTP/1.0',
        postData: { mimeType: 'application/json' },
      },
      response: { status: 500 },
    },
  ])
})

test('a HAR request without a body has no postData', () => {
  const { entries } = parse(makeEventfulReport())
  const get = entries.find(({ pageref }) => pageref === 'REF-GET')
  expect(get?.request).toMatchObject({ method: 'GET', bodySize: 0 })
  expect(get?.request).not.toHaveProperty('postData')
})

test('a HAR of a check keeps 65536 characters of a body, and tells how many there were', () => {
  const body = Buffer.from('x'.repeat(2_000_000))
  const exchange = makeExchange(answer(200, [], 'y'.repeat(70_000)), { request: { body } })
  const report = makeCheckReport([makeChecked('REF-LARGE', 'warn', 'not refused: 200', [exchange])])
  const [entry] = parse(report).entries as [Entry]
  expect(entry.request.bodySize).toBe(2_000_000)
  expect(entry.request.postData).toMatchObject({
    text: 'x'.repeat(65_536),
    comment: 'only the first 65536 of 2000000 characters are kept here',
  })
  expect(entry.response.content).toMatchObject({
    text: 'y'.repeat(65_536),
    comment: 'only the first 65536 of 70000 characters are kept here',
  })
})

test('bytes that are no text are cut, too', () => {
  const exchange = makeExchange(answer(200, [], new Uint8Array(100_000).fill(0xff)))
  const report = makeCheckReport([makeChecked('ACK-EXPIRED', 'warn', '', [exchange])])
  const { content } = (parse(report).entries as [Entry])[0].response
  expect(content).toMatchObject({
    encoding: 'base64',
    comment: 'only the first 49152 of 100000 bytes are kept here',
  })
  expect(Buffer.from(content.text ?? '', 'base64')).toHaveLength(49_152)
})

test('no secret is cut in half where a body ends', () => {
  const body = Buffer.from(`${'x'.repeat(65_536 - 10)}${CANARY}`)
  const exchange = makeExchange(answer(204), { request: { body } })
  const report = makeCheckReport([makeChecked('ACK-EXPIRED', 'pass', '', [exchange])])
  expect(renderCheckHar(report, identity)).toContain(CANARY.slice(0, 10))
  expect(renderCheckHar(report, redactCanary)).not.toContain(CANARY.slice(0, 6))
})

test('no canary is in a HAR of a check, and secret headers are cut where redact knows nothing', () => {
  const report = makeEventfulReport()
  expect(renderCheckHar(report, identity)).toContain(CANARY)
  expect(renderCheckHar(report, redactCanary)).not.toContain(CANARY)
  expect(renderCheckHar(report, identity)).not.toContain(`Bearer ${CANARY}`)
  expect(renderCheckHar(report, identity)).toMatch(/"X-Api-Key",\s+"value": "…alue"/)
})

test.each([HOSTILE, '</script>', '\ud800'])('a HAR of a check with %j is harmless JSON', (text) => {
  const har = renderCheckHar(makeReportOf(text), identity)
  expect(har).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]|\p{Surrogate}/u)
  expect(JSON.parse(har)).toBeTypeOf('object')
})
