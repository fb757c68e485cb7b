import {
  PREREQUISITES,
  sessionRule,
  USUAL_ORDERS,
  type RuleId,
  type RuleStrength,
} from './session-rules.ts'
import { isStatus, phaseOf, STATUSES, type Status } from './status.ts'

export type SessionFlag =
  | 'missing'
  | 'repeated'
  | 'out-of-order'
  | 'unusual-order'
  | 'after-end'
  | 'never-sent'
  | 'unknown-status'
  | 'conflict'

/** One remark on one status of a session. */
export interface SessionFinding {
  readonly flag: SessionFlag
  /** The status concerned, as it arrived. */
  readonly status: string
  /** Its place in the session, from 0. */
  readonly index: number
  /** The rule that it breaks, or null for a status that the vendor does not know. */
  readonly rule: RuleId | null
  readonly strength: RuleStrength
  /** The other status of the rule: the one that is missing, or that should have come first. */
  readonly other: Status | null
}

/**
 * Judges the statuses of one session, in the order in which they came (vendor-facts 2.3).
 * Returns one finding per broken rule, in that order; an empty list for a usual, legal session.
 */
export function judgeSession(statuses: readonly string[]): SessionFinding[] {
  return statuses.flatMap((status, index) =>
    judgeArrival(statuses.slice(0, index), status).map((finding) => inHindsight(finding, statuses)),
  )
}

/** True when a session breaks no rule; an unusual order is legal (R4 is soft). */
export function isLegalSession(statuses: readonly string[]): boolean {
  return judgeSession(statuses).every((finding) => finding.strength === 'soft')
}

/**
 * Judges one status at the moment when it arrives, knowing only what came before it.
 * A prerequisite that has not come yet makes it `out-of-order`; whether it is `missing` for good
 * is known at the end only, to `judgeSession`.
 */
export function judgeArrival(earlier: readonly string[], status: string): SessionFinding[] {
  return brokenRules(earlier, status).map(([flag, rule, other]) => ({
    flag,
    status,
    index: earlier.length,
    rule,
    strength: rule === null ? 'inferred' : sessionRule(rule).strength,
    other,
  }))
}

type BrokenRule = readonly [flag: SessionFlag, rule: RuleId | null, other: Status | null]

function brokenRules(earlier: readonly string[], status: string): readonly BrokenRule[] {
  if (!isStatus(status)) return [['unknown-status', null, null]]
  if (phaseOf(status) === 'never-sent') return [['never-sent', 'R1', null]]
  if (earlier.includes(status)) return [['repeated', 'R12', null]]
  const broken = brokenEnd(earlier, status)
  for (const need of PREREQUISITES) {
    if (need.status !== status || earlier.includes(need.needs)) continue
    broken.push(['out-of-order', need.rule, need.needs])
  }
  for (const pair of USUAL_ORDERS) {
    if (pair.earlier !== status || !earlier.includes(pair.later)) continue
    broken.push(['unusual-order', pair.rule, pair.later])
  }
  return broken
}

/** A prerequisite that never came at all is missing, not late. */
function inHindsight(finding: SessionFinding, statuses: readonly string[]): SessionFinding {
  const isLate = finding.other === null || statuses.includes(finding.other)
  return finding.flag !== 'out-of-order' || isLate ? finding : { ...finding, flag: 'missing' }
}

/** The statuses after which a session has ended, or hardly goes on. */
const ENDS: ReadonlySet<string> = new Set(
  STATUSES.filter((status) => ['finished', 'review', 'expired'].includes(phaseOf(status))),
)

/** The rules on what may follow the end of the flow (R5, R8) and of the session (R7, R9). */
function brokenEnd(earlier: readonly string[], status: Status): BrokenRule[] {
  const ends = earlier.filter((each): each is Status => ENDS.has(each))
  if (ends.length === 0) return []
  const phase = phaseOf(status)
  const review = ends.find((each) => phaseOf(each) === 'review')
  if (review !== undefined) return [['after-end', phase === 'review' ? 'R7' : 'R9', review]]
  const expired = ends.find((each) => phaseOf(each) === 'expired')
  if (expired !== undefined) return [['after-end', 'R9', expired]]
  if (phase === 'progress') return [['out-of-order', 'R5', 'ONBOARDING_FINISHED']]
  return phase === 'expired' ? [['after-end', 'R8', 'ONBOARDING_FINISHED']] : []
}
