import { expect, test } from 'vitest'
import { LEGAL_SEQUENCES } from '../../../src/contract/flow.ts'
import { RULES } from '../../../src/contract/rules/rule-list.ts'
import { renderCheckHtml } from '../../../src/report/check/html/render-check-html.tsx'
import { parsePage, type ParsedPage } from '../../helpers/parsed-page.ts'
import { answer, failure } from '../../helpers/sequence-run.ts'
import { makeChecked } from '../../helpers/check-report.ts'
import { makeExchange, makeReport, makeWholeReport } from './make-check-report.ts'

function pageOf(...report: Parameters<typeof makeReport>): ParsedPage {
  return parsePage(renderCheckHtml(makeReport(...report), (text) => text))
}

const WHOLE = makeWholeReport()
const wholePage = parsePage(renderCheckHtml(WHOLE, (text) => text))

test('a failing finding tells everything of its exchange', () => {
  const exchange = makeExchange({
    label: 'EXPIRED again',
    request: {
      url: 'http://127.0.0.1:3000/webhook?x=1',
      headers: [['content-type', 'application/json']],
      body: Buffer.from('{"interviewId":"1"}'),
      framing: 'chunked',
    },
    outcome: answer(418, [['X-Tea', 'pot']], 'short & stout'),
  })
  const page = pageOf([makeChecked('ACK-CHUNKED', 'fail', 'got 418', [exchange])])
  const rule = RULES.find(({ id }) => id === 'ACK-CHUNKED')
  for (const part of [
    'Failed: ACK-CHUNKED',
    'got 418',
    rule?.title,
    rule?.why,
    rule?.advice,
    rule?.severity,
    'EXPIRED again 418 10 ms',
    'POST http://127.0.0.1:3000/webhook?x=1',
    'content-type: application/json',
    'sent in three chunks',
    '{"interviewId":"1"}',
    'Answer 418',
    'X-Tea: pot short & stout',
    "curl --request POST 'http://127.0.0.1:3000/webhook?x=1'",
    'curl sends it in its own way',
  ]) {
    expect(page.byId('ACK-CHUNKED').words).toContain(part)
  }
})

test('what passed has no advice, and what sent nothing says so', () => {
  const page = pageOf([
    makeChecked('ACK-ID', 'pass', 'fine', [makeExchange()]),
    makeChecked('SUR-LIVES-ON', 'pass', 'alive'),
  ])
  expect(page.byId('ACK-ID').words).not.toContain('Mend')
  expect(page.byId('SUR-LIVES-ON').words).toContain('Nothing was sent for this rule alone.')
})

test('the exchanges of a finding are those that were rejected first; the rest is counted', () => {
  const good = Array.from({ length: 8 }, (_, index) => makeExchange({ label: `good ${index}` }))
  const bad = Array.from({ length: 5 }, (_, index) =>
    makeExchange({ label: `bad ${index}`, outcome: answer(500) }),
  )
  const page = pageOf([
    makeChecked('SUR-BURST', 'fail', 'x', [...good, ...bad]),
    makeChecked('ACK-ID', 'pass', 'x', good),
  ])
  const labels = (id: string): string[] =>
    page
      .byId(id)
      .inside('span')
      .filter(({ attributes }) => attributes['class'] === 'label')
      .map(({ text }) => text)
  expect(labels('SUR-BURST')).toEqual(
    [0, 1, 2, 3, 4].flatMap((n) => [`bad ${n}`]).concat([0, 1, 2, 3, 4].map((n) => `good ${n}`)),
  )
  expect(page.byId('SUR-BURST').words).toContain('3 more exchanges')
  expect(labels('ACK-ID')).toEqual(['good 0', 'good 1'])
  expect(page.byId('ACK-ID').words).toContain('6 more exchanges')
})

test('an exchange that the endpoint ought to deny carries no mark of the vendor’s verdict', () => {
  const denied = makeExchange({ outcome: answer(401) })
  const page = pageOf([
    makeChecked('AUTH-NONE', 'pass', 'x', [denied]),
    makeChecked('ACK-ID', 'fail', 'x', [denied]),
  ])
  const marks = (id: string): (string | undefined)[] =>
    page
      .byId(id)
      .inside('use')
      .map(({ attributes }) => attributes['href'])
  expect(marks('AUTH-NONE')).toEqual(['#mark-good'])
  expect(marks('ACK-ID')).toEqual(['#mark-bad', '#mark-bad'])
})

test.each([
  ['nothing', answer(204), 'Answer 204 no body'],
  ['bytes', answer(200, [], Uint8Array.of(0xff, 0x00, 0x41)), 'ff 00 41 in hex of 3 B'],
  ['many bytes', answer(200, [], Buffer.alloc(9000, 0xff)), 'in hex: the beginning of 8.8 KiB'],
  ['an encoded body', answer(200, [['Content-Encoding', 'br']], 'xyz'), '3 B of br, left out'],
  ['a long body', answer(200, [], 'x'.repeat(3000)), ' the beginning of 2.9 KiB'],
  ['a cut body', answer(200, [], 'x'.repeat(3000), true), 'of 2.9 KiB, where reading ended'],
  ['a short body that was cut', answer(200, [], 'abc', true), 'abc 3 B, where reading ended'],
  ['half a character', answer(200, [], `${'x'.repeat(2047)}😀`), 'x the beginning of 2.0 KiB'],
  ['no answer', failure('DNS', 'getaddrinfo ENOTFOUND'), 'No answer DNS getaddrinfo ENOTFOUND'],
])('an answer is shown as what it is: %s', (_what, outcome, shown) => {
  const page = pageOf([makeChecked('ACK-ID', 'fail', 'x', [makeExchange({ outcome })])])
  expect(page.byId('ACK-ID').words).toContain(shown)
})

test('headers without end are counted, not listed', () => {
  const headers = Array.from({ length: 50 }, (_, index) => [`X-${index}`, 'y'] as const)
  const exchange = makeExchange({ outcome: answer(204, headers) })
  const { words } = pageOf([makeChecked('ACK-ID', 'fail', 'x', [exchange])]).byId('ACK-ID')
  expect(words).toContain('X-39: y and 10 more')
})

test('findings stand failing first, each once, and only failing ones are open', () => {
  const entries = wholePage.elements('li').filter(({ attributes }) => 'data-entry' in attributes)
  const ids = entries.map(({ attributes }) => attributes['id'] as string)
  expect(ids.toSorted()).toEqual(RULES.map(({ id }) => id).toSorted())
  const order = ['fail', 'warn', 'skipped', 'pass']
  const places = entries.map(({ attributes }) => order.indexOf(attributes['data-result'] as string))
  expect(places).toEqual(places.toSorted())
  const open = entries.filter((entry) => 'open' in (entry.inside('details')[0]?.attributes ?? {}))
  expect(open).toEqual(entries.slice(0, WHOLE.summary.fail))
  expect(ids.slice(0, 4)).toEqual(['ACK-FACE', 'ACK-FUTURE-STATUS', 'SUR-FLOWS', 'REF-DEEP'])
})

test('headings go down one level at a time', () => {
  const levels = wholePage
    .elements()
    .flatMap(({ name }) => (/^h[1-6]$/.test(name) ? [Number(name[1])] : []))
  expect(levels[0]).toBe(1)
  expect(levels.filter((level) => level === 1)).toHaveLength(1)
  for (const [index, level] of levels.slice(1).entries()) {
    expect(level - (levels[index] as number)).toBeLessThanOrEqual(1)
  }
})

test.each([
  ['complete', {}, 'End complete'],
  ['interrupted', { isInterrupted: true }, 'End interrupted'],
  ['stopped', { stoppedAfter: 'REF-DEEP' }, 'End stopped after REF-DEEP: the endpoint did not'],
])('the summary of a run tells its figures, and how it ended: %s', (_what, changes, end) => {
  const report = { ...WHOLE, ...changes }
  const page = parsePage(renderCheckHtml(report, (text) => text))
  const { pass, warn, fail, skipped, score } = report.summary
  for (const part of [
    end,
    `Score: ${score} of 100`,
    `${fail} failed`,
    `${warn} warnings`,
    `${pass} passed`,
    `${skipped} skipped`,
    'Failures 2 required, 2 recommended',
    'Rules 74',
    'Started 2026-01-02 03:04:05 UTC',
    'Took 8.4 s',
    'hookstep 1.2.3',
    'REF-DEEP 5,000 nested brackets',
  ]) {
    expect(page.byId('summary').words).toContain(part)
  }
})

test('failures beyond a dozen are counted in the summary', () => {
  const failed = RULES.slice(0, 15).map(({ id }) => makeChecked(id, 'fail', 'x'))
  const { inside, words } = pageOf(failed).byId('summary')
  expect(inside('a')).toHaveLength(12)
  expect(words).toContain('and 3 more, below')
})

const passed = [makeChecked('ACK-ID', 'pass', 'x')]

test.each([
  ['nothing', [], {}, 'Nothing could be judged'],
  ['all well', passed, {}, 'No required or recommended rule failed'],
  ['cut short', passed, { isInterrupted: true }, 'Interrupted; no required rule failed so far'],
  [
    'hidden',
    [makeChecked('REF-NULL', 'skipped', 'hidden: no notification is acknowledged: 500'), ...passed],
    {},
    'Not ready: no notification is acknowledged: 500',
  ],
  ['gone', passed, { stoppedAfter: 'SUR-ABORT' }, 'Not ready: the endpoint went away'],
  [
    'recommended',
    [makeChecked('REF-DEEP', 'fail', 'x'), ...passed],
    {},
    'No required rule failed; 1 recommended rule did',
  ],
  ['required', [makeChecked('ACK-ID', 'fail', 'x')], {}, 'Not ready: 1 required rule failed'],
] as const)('the headline of a run: %s', (_what, results, changes, headline) => {
  expect(pageOf(results, changes).byId('summary-title').words).toBe(headline)
})

test('every legal flow has a picture, and the picture has words', () => {
  const lanes = LEGAL_SEQUENCES.flatMap(({ order, alsoLegal }) => [order, ...alsoLegal])
  const pictures = wholePage
    .elements('svg')
    .filter(({ attributes }) => attributes['role'] === 'img')
  expect(pictures).toHaveLength(lanes.filter(({ length }) => length > 0).length)
  const labels = pictures.map(({ attributes }) => attributes['aria-label'])
  expect(labels[1]).toMatch(
    /^id-selfie: ID_VALIDATION_FINISHED acknowledged, 200 with application\/json; charset=utf-8, [\d.]+ ms; FACE_VALIDATION_FINISHED rejected, 500, [\d.]+ ms; /,
  )
  expect(labels[2]).toMatch(
    /^id-selfie \(2\): ID_VALIDATION_FINISHED .*POST_PROCESSING_FINISHED .*FACE/,
  )
})

test('a mark of a flow has the shape of its verdict', () => {
  const { inside } = wholePage.byId('flows')
  const shapes = new Map(
    inside('use').map(({ attributes, text }) => [
      text.replace(/, [\d.]+ m?s$/, ''),
      attributes['href'],
    ]),
  )
  expect(shapes.get('FACE_VALIDATION_FINISHED: rejected, 500')).toBe('#mark-bad')
  const silent = [...shapes].filter(([title]) => title.endsWith(': no answer in time'))
  expect(silent.map(([, shape]) => shape)).toContain('#mark-silent')
  expect(new Set(silent.map(([, shape]) => shape)).size).toBe(1)
  expect(
    shapes.get('EXPIRED: acknowledged with a warning, 200 with application/json; charset=utf-8'),
  ).toBe('#mark-doubtful')
  expect(
    shapes.get('ONBOARDING_FINISHED: acknowledged, 200 with application/json; charset=utf-8'),
  ).toBe('#mark-good')
})

test('flows that were not sent say why', () => {
  const skipped = makeChecked('SUR-FLOWS', 'skipped', 'not tried: interrupted')
  expect(pageOf([skipped]).byId('flows').words).toContain(
    'No flow was sent: not tried: interrupted',
  )
  expect(pageOf([]).byId('flows').words).toContain('No flow was sent: SUR-FLOWS was not chosen')
})

test('latency by status is that of plain requests, each counted once', () => {
  const took = (totalMs: number, changes: Parameters<typeof makeExchange>[0] = {}) => {
    const { timings, ...outcome } = answer(204)
    return makeExchange({ outcome: { ...outcome, timings: { ...timings, totalMs } }, ...changes })
  }
  const shared = took(4)
  const chunked = took(999, { request: { framing: 'chunked' } })
  const silent = makeExchange({ outcome: failure('TIMEOUT', 'x', { totalMs: 15_000 }) })
  const page = pageOf([
    makeChecked('ACK-EXPIRED', 'pass', 'x', [shared]),
    makeChecked('ACK-SOON', 'pass', 'x', [shared, took(2), took(1200), chunked, silent]),
    makeChecked('REF-GET', 'pass', 'x', [took(7)]),
  ])
  const rows = page
    .byId('latency')
    .inside('tr')
    .map(({ words }) => words)
  expect(rows).toHaveLength(12)
  expect(rows[1]).toBe('ID_ VALIDATION_ FINISHED – – – 0 of 0')
  expect(rows[10]).toBe('EXPIRED 4 ms 1.2 s 1.2 s 3 of 4')
  const shapes = page
    .byId('latency')
    .inside('use')
    .map(({ attributes }) => attributes['href'])
  expect(shapes.toSorted()).toEqual(['#mark-good', '#mark-good', '#mark-good', '#mark-silent'])
  expect(pageOf([]).byId('latency').words).toContain('No notification was sent.')
})
