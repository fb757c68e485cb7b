import type { Reason } from '../acknowledgement.ts'
import { describeOutcome } from './describe-outcome.ts'
import type { CheckExchange, Evidence } from './evidence.ts'
import { HELD_BACK, hidden, isHeldBack, NOTHING_SENT } from './hidden.ts'
import type { Judgement } from './rule.ts'

/**
 * Fails where all notifications are rejected, and for these reasons alone; passes where some are acknowledged, because
 * what single ones get is told by rules of their own. Skipped where something else keeps it from being seen.
 */
export function judgeHabit(
  evidence: Evidence,
  reasons: readonly Reason[],
  well: string,
): Judgement {
  const { exchanges } = evidence
  if (exchanges.length === 0) return NOTHING_SENT
  const rejected = exchanges.filter(({ verdict }) => verdict.verdict === 'rejected')
  if (rejected.length === 0) return { result: 'pass', message: well }
  if (rejected.length < exchanges.length) {
    const but = `but for ${rejected.length} of ${exchanges.length}, which have rules of their own`
    return { result: 'pass', message: `${well}, ${but}` }
  }
  const message = `no notification is acknowledged: ${describeOutcome(rejected[0] as CheckExchange)}`
  const isMeant = ({ verdict }: CheckExchange): boolean =>
    reasons.includes(verdict.reason as Reason)
  if (!rejected.every(isMeant)) return hidden(message)
  const isLimiter = rejected.every((each) => isHeldBack(each, evidence))
  return isLimiter ? HELD_BACK : { result: 'fail', message }
}
