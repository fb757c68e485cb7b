import { HtmlValidate, StaticConfigLoader } from 'html-validate'
import { expect, test } from 'vitest'
import type { LoadReport } from '../../../src/contract/load-report.ts'
import { renderLoadHtml } from '../../../src/report/load/html/render-load-html.tsx'
import {
  makeEmptyLoad,
  makeLoadOf,
  makeLoadReport,
  makeRejectedLoad,
} from '../../helpers/load-report.ts'
import { parsePage, type ParsedPage } from '../../helpers/parsed-page.ts'
import { HOSTILE } from '../../helpers/sequence-run.ts'

const identity = (text: string): string => text

const pageOf = (report: LoadReport): ParsedPage => parsePage(renderLoadHtml(report, identity))

type Sextuple = [number, number, number, number, number, number]

const REPORTS: readonly (readonly [string, LoadReport])[] = [
  ['of a good run', makeLoadReport()],
  ['of a run with rejections', makeRejectedLoad()],
  ['of nothing', makeEmptyLoad()],
  ['of hostile text', makeLoadOf(HOSTILE)],
]

test.each(REPORTS)('the page %s is valid HTML', async (_what, report) => {
  const loader = new StaticConfigLoader({ extends: ['html-validate:standard'] })
  const html = renderLoadHtml(report, identity)
  const { results } = await new HtmlValidate(loader).validateString(html)
  const problems = results.flatMap(({ messages }) => messages)
  expect(problems.map(({ ruleId, message, line }) => [ruleId, message, line])).toEqual([])
})

test.each(REPORTS)('the page %s refers to nothing but itself', (_what, report) => {
  for (const { name, attributes } of pageOf(report).elements()) {
    const names = Object.keys(attributes)
    expect(names.filter((each) => /^on|^(style|src|srcset|action)$/.test(each))).toEqual([])
    expect(attributes['href'] ?? '#').toMatch(/^#[\w-]*$/)
    expect(['img', 'iframe', 'object', 'embed', 'link', 'base', 'form']).not.toContain(name)
  }
})

test('what a stranger sends is text on the page', () => {
  const plain = pageOf(makeLoadOf('plain')).skeleton
  for (const text of [HOSTILE, '</script><script>alert(1)</script>', '"><svg onload=alert(1)>']) {
    expect(pageOf(makeLoadOf(text)).skeleton).toBe(plain)
  }
})

test.each([
  ['Every notification was acknowledged', makeLoadReport()],
  ['1 threshold missed', makeRejectedLoad()],
  ['0.75 % were rejected', makeRejectedLoad({ assertions: [] })],
  [
    'Every threshold held',
    makeLoadReport({ assertions: [{ text: 'p50<1s', actual: 1, isHeld: true }] }),
  ],
  ['Interrupted', makeLoadReport({ isInterrupted: true })],
  ['Nothing was measured', makeEmptyLoad()],
])('the headline is: %s', (headline, report) => {
  expect(pageOf(report).byId('summary-title').words).toBe(headline)
})

test('the course is drawn: two lines that break where nothing was measured, and a band for a rejection', () => {
  const section = pageOf(makeLoadReport()).byId('time')
  const lines = section
    .inside('path')
    .map(({ attributes }) => attributes['d'] ?? '')
    .filter((path) => path.includes('L'))
  expect(lines).toHaveLength(2)
  // The first slice alone, nothing in the second, the third and the fourth joined.
  expect(lines[0]).toMatch(/^M[\d.]+ [\d.]+h0\.1M[\d.]+ [\d.]+h0\.1L[\d.]+ [\d.]+$/)
  const dots = section
    .inside('path')
    .filter(({ attributes }) => attributes['class']?.includes('lone'))
    .map(({ attributes }) => attributes['d'])
  expect(dots).toEqual(lines.map((path) => path.slice(0, path.indexOf('M', 1))))
  const marks = section.inside('title').map(({ text }) => text)
  expect(marks).toEqual(['2 s: 3 rejected'])
})

test('a slower answer is drawn higher, and a later one further right', () => {
  const [, slow] = pageOf(makeLoadReport())
    .byId('time')
    .inside('path')
    .map(({ attributes }) => attributes['d'] ?? '')
    .filter((path) => path.includes('L'))
  const points = [...(slow ?? '').matchAll(/[ML]([\d.]+) ([\d.]+)/g)].map(([, x, y]) => [
    Number(x),
    Number(y),
  ])
  const [first, third, fourth] = points as [[number, number], [number, number], [number, number]]
  expect(third[1]).toBeLessThan(first[1])
  expect(fourth[1]).toBeGreaterThan(first[1])
  expect(first[0]).toBeLessThan(third[0])
  expect(third[0]).toBeLessThan(fourth[0])
})

test('each nine of a percentile is as far from the next, and 100 % is the end', () => {
  const section = pageOf(makeLoadReport()).byId('percentiles')
  const path = section.inside('path')[0]?.attributes['d'] ?? ''
  const across = [...path.matchAll(/[ML]([\d.]+) /g)].map(([, x]) => Number(x))
  const [zero, , ninety, nines2, nines3, end] = across as unknown as Sextuple
  expect(ninety - zero).toBeCloseTo(nines2 - ninety, 0)
  expect(nines2 - ninety).toBeCloseTo(nines3 - nines2, 0)
  expect(end).toBeGreaterThan(nines3)
  expect(section.words).toContain('99.9 %')
})

test('whoever does not see the plots reads them', () => {
  const labels = pageOf(makeLoadReport())
    .elements('svg')
    .map(({ attributes }) => attributes['aria-label'])
    .filter((label) => label !== undefined)
  expect(labels).toEqual([
    'Median and 99 % of the latency over 4 s; the highest 99 % is 1204 ms, from 2 s on',
    'Latency by percentile: 50 % within 1.2 ms, 90 % within 4.6 ms, 99 % within 18.2 ms, 99.9 % within 140 ms, all within 1204 ms',
  ])
})

test('the page has each status, each reason with its advice, and each threshold', () => {
  const page = pageOf(makeRejectedLoad())
  expect(page.byId('statuses').words).toContain('EXPIRED 1000 1.2 4.6 18.2 140 1204 15')
  expect(page.byId('summary').words).toContain(
    'WRONG_STATUS 12 times (503 × 10, 500 × 2): what stands before the app',
  )
  expect(page.byId('summary').words).toContain('rejected<0.1% missed: was 0.75 %')
})
