import { expect, test } from 'vitest'
import { RULES } from '../../../src/contract/rules/rule-list.ts'
import { renderCheckMarkdown } from '../../../src/report/check/markdown.ts'
import {
  makeChecked,
  makeCheckReport,
  makeEventfulReport,
  makeReportOf,
  withSeverity,
} from '../../helpers/check-report.ts'
import { CANARY, HOSTILE, redactCanary } from '../../helpers/sequence-run.ts'

const identity = (text: string): string => text

test('a Markdown report of a check has score, failures with advice, warnings, and counts per group', () => {
  const report = makeCheckReport([
    makeChecked('ACK-FINISHED', 'pass', 'acknowledged with 204'),
    makeChecked('ACK-EXPIRED', 'fail', 'EXPIRED: 500'),
    makeChecked('AUTH-NONE', 'skipped', 'needs --token or --oauth-url'),
    makeChecked('REF-GET', 'warn', 'not refused: 200 with text/html'),
  ])
  const { advice } = makeChecked('REF-GET', 'warn', '').finding
  expect(renderCheckMarkdown(report, identity)).toBe(`## hookstep check: failed

**Score 50 of 100**: 1 failed, 1 warned, 1 passed, 1 skipped in 1.2 s. \`http://127.0.0.1:3000/webhook\`, hookstep \`1.2.3\`

### Failures

| rule | severity | what happened | advice |
| --- | --- | --- | --- |
| **ACK-EXPIRED** Acknowledges EXPIRED | required | \`EXPIRED: 500\` | answer 204 to EXPIRED, whether the app has a use for it or not |

### Warnings

| rule | severity | what happened | advice |
| --- | --- | --- | --- |
| **REF-GET** Refuses GET | ${report.results[3]?.rule.severity} | \`not refused: 200 with text/html\` | ${advice} |

### Groups

| group | passed | warned | failed | skipped |
| --- | --- | --- | --- | --- |
| acknowledges | 1 | 0 | 1 | 0 |
| authenticates | 0 | 0 | 0 | 1 |
| refuses | 0 | 1 | 0 | 0 |
`)
})

test('failures that do not count are told apart, and the run has passed', () => {
  const report = makeCheckReport([
    makeChecked('ACK-EXPIRED', 'fail', '500'),
    withSeverity(makeChecked('REF-GET', 'fail', 'reset'), 'recommended'),
  ])
  const counting = { failOn: 'required', known: new Set(['ACK-EXPIRED']) } as const
  const markdown = renderCheckMarkdown(report, identity, counting)
  expect(markdown).toContain('## hookstep check: passed\n')
  expect(markdown).not.toContain('### Failures\n')
  expect(markdown).toContain('### Failures that do not count\n')
  expect(markdown).toMatch(/\*\*ACK-EXPIRED\*\*.* \| known from the baseline \|\n/)
  expect(markdown).toMatch(/\*\*REF-GET\*\*.* \| only recommended \|\n/)
})

test('a Markdown report tells how a run ended before its time', () => {
  const markdown = renderCheckMarkdown(makeEventfulReport(), redactCanary)
  expect(markdown).toContain('## hookstep check: interrupted\n')
  expect(markdown).toContain('\n\nThe endpoint did not come back after REF-UTF8.\n')
  const skipped = makeCheckReport([makeChecked('AUTH-NONE', 'skipped', 'needs --token')])
  expect(renderCheckMarkdown(skipped, identity)).toContain('**No score**: 0 failed')
})

test('no rule has words that mean something in Markdown, so that they can stand in a table', () => {
  const words = RULES.flatMap(({ title, advice }) => [title, advice])
  expect(words.filter((each) => /[|<>`*[\]\\@\n]/.test(each))).toEqual([])
})

test('nothing hostile in a Markdown report of a check is more than text', () => {
  const markdown = renderCheckMarkdown(makeReportOf(HOSTILE), identity)
  expect(markdown).not.toMatch(
    /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]|\p{Surrogate}/u,
  )
  const outside = markdown.replaceAll(/`[^`\n]*`/g, '')
  expect(outside).not.toMatch(/<|@octocat|evil\.example/)
})

test('no canary is in a Markdown report of a check', () => {
  expect(renderCheckMarkdown(makeEventfulReport(), identity)).toContain(CANARY)
  expect(renderCheckMarkdown(makeEventfulReport(), redactCanary)).not.toContain(CANARY)
})
