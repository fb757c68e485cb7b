import {
  failuresThatCount,
  untoldFlaw,
  type CheckedRule,
  type CheckReport,
} from '../../contract/check-report.ts'
import type { Severity } from '../../contract/finding.ts'

/** Which failures make a run fail: of this severity or above (`--fail-on`), but for those that a baseline knows. */
export interface CountingFailures {
  readonly failOn: Exclude<Severity, 'information'>
  /** Ids of rules. */
  readonly known: ReadonlySet<string>
}

/** Every failure that can count does. */
export const ALL_COUNT: CountingFailures = { failOn: 'recommended', known: new Set() }

/** The failures of a run, each with why it does not count; null where it does. */
export function weighFailures(
  report: Pick<CheckReport, 'results'>,
  { failOn, known }: CountingFailures,
): Map<CheckedRule, string | null> {
  const counting = new Set(failuresThatCount(report, failOn, known))
  const failed = report.results.filter(({ finding }) => finding.result === 'fail')
  return new Map(failed.map((each) => [each, counting.has(each) ? null : excuse(each, known)]))
}

function excuse({ rule }: CheckedRule, known: ReadonlySet<string>): string {
  return known.has(rule.id) ? 'known from the baseline' : `only ${rule.severity}`
}

/** What a run came to, in a word; an interrupted one has proved nothing. */
export function verdictWord(
  report: Pick<CheckReport, 'results' | 'isInterrupted'>,
  counting: CountingFailures,
): 'passed' | 'failed' | 'interrupted' {
  if (report.isInterrupted) return 'interrupted'
  const counted = [...weighFailures(report, counting).values()].includes(null)
  return counted || untoldFlaw(report.results) !== null ? 'failed' : 'passed'
}
