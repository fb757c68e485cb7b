import type { CheckedRule, CheckReport } from '../../contract/check-report.ts'
import type { LifeSign } from '../../contract/rules/evidence.ts'
import type { Rule } from '../../contract/rules/rule.ts'

/** What `check` is about to do. */
export interface CheckStart {
  readonly url: URL
  readonly rules: number
  readonly ratePerSecond: number
}

/** What the failures of a run come to. */
export interface CheckVerdict {
  /** Those that make the run fail. */
  readonly counting: readonly CheckedRule[]
  /** Ids of rules that are broken as the baseline says. */
  readonly known: readonly string[]
  /** Ids of the baseline whose rules hold by now. */
  readonly mended: readonly string[]
  /** The endpoint went away, which nobody knew before: the rest was not tried. */
  readonly isCutShort: boolean
}

/** Tells of a run of `check` while it goes on, and of all of it at the end. */
export interface CheckReporter {
  readonly onStart: (start: CheckStart) => void
  readonly onRule: (rule: Rule, place: { readonly number: number; readonly of: number }) => void
  readonly onResult: (result: CheckedRule) => void
  readonly onGone: (sign: LifeSign) => void
  readonly onBack: (afterMs: number) => void
  readonly onEnd: (report: CheckReport, verdict: CheckVerdict) => void
}
