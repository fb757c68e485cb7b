import type { TestCase, TestSuite } from 'junit-report-builder'
import type { CheckedRule, CheckReport } from '../../contract/check-report.ts'
import { RULE_GROUPS, type RuleGroup } from '../../contract/rules/rule.ts'
import { buildJunit, junitText, seconds, timestamp } from '../junit/junit-document.ts'
import { cdataText } from '../junit/xml-text.ts'
import type { Redact } from '../redact-header.ts'
import { redactUrl } from '../redact-url.ts'
import { ALL_COUNT, weighFailures, type CountingFailures } from './counting-failures.ts'
import { describeCase, type CaseText } from './junit-case-text.ts'

/**
 * The run as JUnit XML that validates against the common XSD (Jenkins, junit-10): a suite per group, a case per rule.
 * A failure that does not count is a skipped case, so that CI is as red as the exit code. Names hold nothing from
 * outside, so that CI can compare one run with the next.
 */
export function renderCheckJunit(
  report: CheckReport,
  redact: Redact,
  counting: CountingFailures = ALL_COUNT,
): string {
  const clean = junitText(redact)
  const excuses = weighFailures(report, counting)
  return buildJunit((builder) => {
    for (const group of RULE_GROUPS) {
      const results = report.results.filter(({ rule }) => rule.group === group)
      if (results.length === 0) continue
      const suite = addSuite(builder.testSuite(), group, results, report, clean)
      for (const each of results) {
        addCase(suite.testCase(), each, describeCase(each, excuses.get(each) ?? null, clean))
      }
    }
  })
}

function addSuite(
  suite: TestSuite,
  group: RuleGroup,
  results: readonly CheckedRule[],
  report: CheckReport,
  clean: Redact,
): TestSuite {
  suite.name(group).timestamp(timestamp(report.startedAt))
  suite.time(seconds(results.reduce((ms, each) => ms + sentMs(each), 0)))
  for (const [name, value] of propertiesOf(report, clean)) suite.property(name, clean(value))
  return suite
}

function propertiesOf(
  { url, version, summary, isInterrupted, stoppedAfter }: CheckReport,
  clean: Redact,
): [name: string, value: string][] {
  return [
    ['url', redactUrl(url, clean)],
    ['hookstep', version],
    ...(summary.score === null ? [] : [['score', String(summary.score)] as [string, string]]),
    ...(isInterrupted ? [['interrupted', 'true'] as [string, string]] : []),
    ...(stoppedAfter === null ? [] : [['stoppedAfter', stoppedAfter] as [string, string]]),
  ]
}

function addCase(testCase: TestCase, { rule, exchanges }: CheckedRule, text: CaseText): void {
  testCase.name(`${rule.id} ${rule.title}`).className(`check.${rule.group}`)
  if (exchanges.length > 0) testCase.time(seconds(sentMs({ exchanges })))
  if (text.isSkipped) testCase.skipped()
  if (text.remarks !== '') testCase.standardOutput(cdataText(text.remarks))
  if (text.failure === null) return
  testCase.failure(text.failure.message, rule.severity).stacktrace(cdataText(text.failure.text))
}

/** What the exchanges of a rule took; those of one turn ran at the same time. */
function sentMs({ exchanges }: Pick<CheckedRule, 'exchanges'>): number {
  return exchanges.reduce((ms, { outcome }) => ms + outcome.timings.totalMs, 0)
}
