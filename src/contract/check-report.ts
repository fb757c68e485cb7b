import type { Finding, FindingTotals, Severity } from './finding.ts'
import { totalFindings } from './finding.ts'
import type { CheckExchange } from './rules/evidence.ts'
import type { Rule } from './rules/rule.ts'

/** One rule, what was found, and what it was judged by. */
export interface CheckedRule {
  readonly rule: Pick<Rule, 'id' | 'group' | 'title' | 'why' | 'severity'>
  readonly finding: Finding
  /** True where a flaw that is another rule's to tell kept it from being judged. */
  readonly isHidden: boolean
  /** Everything that was sent for it; of what others sent, what it was judged by. */
  readonly exchanges: readonly CheckExchange[]
}

/** A finished run of `check`. */
export interface CheckReport {
  /** hookstep's own version. */
  readonly version: string
  readonly url: string
  readonly startedAt: Date
  readonly durationMs: number
  readonly results: readonly CheckedRule[]
  readonly summary: CheckSummary
  readonly isInterrupted: boolean
  /** The rule after whose probe the endpoint did not come back; null where it was there to the end. */
  readonly stoppedAfter: string | null
  /** Lower-case names of the headers whose values are secrets. */
  readonly secretHeaders: readonly string[]
}

export interface CheckSummary extends FindingTotals {
  /** 0 to 100; null where nothing could be judged, or the run was interrupted, or has shown nothing. */
  readonly score: number | null
  /** Failures of required rules, and of recommended ones. */
  readonly failed: Readonly<Record<Severity, number>>
}

/** A required rule weighs three times as much as a recommended one; information weighs nothing. Ours. */
const WEIGHTS: Readonly<Record<Severity, number>> = { required: 3, recommended: 1, information: 0 }

/**
 * Counts the findings, and scores them: a warning is worth half, and what was skipped does not count. There is no score
 * for an interrupted run, and none where a flaw hides something and no rule tells of it.
 */
export function summarize(results: readonly CheckedRule[], isInterrupted: boolean): CheckSummary {
  const findings = results.map(({ finding }) => finding)
  const isProven = !isInterrupted && untoldFlaw(results) === null
  const judged = findings.filter(({ result }) => result !== 'skipped')
  const full = weigh(judged, () => 1)
  const reached = weigh(judged, ({ result }) => ({ pass: 1, warn: 0.5 })[result as 'pass'] ?? 0)
  const failures = (severity: Severity): number =>
    findings.filter((each) => each.result === 'fail' && each.severity === severity).length
  return {
    ...totalFindings(findings),
    // Rounded down: 100 is for what has no flaw.
    score: full === 0 || !isProven ? null : Math.floor((100 * reached) / full),
    failed: {
      required: failures('required'),
      recommended: failures('recommended'),
      information: failures('information'),
    },
  }
}

/**
 * The flaw that hides a rule where none tells of it, because those that do were not chosen: such a run has shown
 * nothing. Null where there is none.
 */
export function untoldFlaw(results: readonly CheckedRule[]): string | null {
  if (results.some(({ finding }) => finding.result === 'fail')) return null
  const found = results.find(({ rule, isHidden }) => isHidden && rule.severity !== 'information')
  return found?.finding.message.replace(/^hidden: /, '') ?? null
}

function weigh(findings: readonly Finding[], worth: (finding: Finding) => number): number {
  return findings.reduce((sum, each) => sum + WEIGHTS[each.severity] * worth(each), 0)
}

/** The failures that make a run fail: required ones, or recommended ones as well. */
export function failuresThatCount(
  report: Pick<CheckReport, 'results'>,
  failOn: Exclude<Severity, 'information'>,
  known: ReadonlySet<string>,
): CheckedRule[] {
  const counting: readonly Severity[] =
    failOn === 'required' ? ['required'] : ['required', 'recommended']
  return report.results.filter(
    ({ rule, finding }) =>
      finding.result === 'fail' && counting.includes(rule.severity) && !known.has(rule.id),
  )
}
