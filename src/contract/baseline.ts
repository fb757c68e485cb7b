import type { CheckReport } from './check-report.ts'
import type { Severity } from './finding.ts'

/** Failures that are known: a run of `check` fails on others only. */
export interface Baseline {
  readonly version: 1
  /** The endpoint that they were found at, for people; never compared. */
  readonly url?: string
  /** Ids of rules. */
  readonly failures: readonly string[]
}

/** What a failure of such a rule never makes a run fail with. */
const NEVER_COUNTED: Severity = 'information'

/**
 * The failures of a run as known ones, in the order of the alphabet, so that a new one is one new line. A known one
 * that was not judged this time stays: nothing shows that it is mended.
 */
export function toBaseline(
  { results }: Pick<CheckReport, 'results'>,
  { known, url }: { readonly known: ReadonlySet<string>; readonly url?: string },
): Baseline {
  const judged = new Set(results.filter(isJudged).map(({ rule }) => rule.id))
  const failed = results.filter(
    ({ rule, finding }) => finding.result === 'fail' && rule.severity !== NEVER_COUNTED,
  )
  const kept = [...known].filter((id) => !judged.has(id))
  const failures = [...new Set([...failed.map(({ rule }) => rule.id), ...kept])].toSorted()
  return { version: 1, ...(url === undefined ? {} : { url }), failures }
}

/** The known failures whose rules hold by now: entries that a baseline no longer needs. */
export function mendedFailures(
  { results }: Pick<CheckReport, 'results'>,
  known: ReadonlySet<string>,
): string[] {
  const holding = results.filter((each) => isJudged(each) && each.finding.result !== 'fail')
  return holding.map(({ rule }) => rule.id).filter((id) => known.has(id))
}

function isJudged({ finding }: CheckReport['results'][number]): boolean {
  return finding.result !== 'skipped'
}
