import type { Reason } from '../acknowledgement.ts'
import { describeOutcome } from './describe-outcome.ts'
import type { Evidence } from './evidence.ts'
import type { Judgement } from './rule.ts'

/**
 * Fails where all notifications are rejected for one of these reasons, passes where none of them was,
 * and is skipped where something else keeps it from being seen.
 */
export function judgeHabit(
  { exchanges, habit }: Evidence,
  reasons: readonly Reason[],
  well: string,
): Judgement {
  const reason = habit?.verdict.reason ?? null
  if (habit !== null && reason !== null && reasons.includes(reason)) {
    return { result: 'fail', message: `every notification gets ${describeOutcome(habit)}` }
  }
  const isSeen = exchanges.some(({ verdict }) => verdict.verdict === 'acknowledged')
  if (isSeen || habit === null) return { result: 'pass', message: well }
  return { result: 'skipped', message: `hidden: every notification gets ${describeOutcome(habit)}` }
}
