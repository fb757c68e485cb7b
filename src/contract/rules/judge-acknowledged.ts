import { describeFirst, describeOutcome } from './describe-outcome.ts'
import type { CheckExchange, Evidence } from './evidence.ts'
import { hiddenBehind, NOTHING_SENT } from './hidden.ts'
import type { Judgement } from './rule.ts'

/**
 * Passes where every exchange was acknowledged. Skipped where all that is wrong is wrong with every notification, or
 * with every one of that status: another rule tells of that, and this one cannot be seen behind it.
 */
export function judgeAcknowledged(evidence: Evidence): Judgement {
  const { exchanges } = evidence
  if (exchanges.length === 0) return NOTHING_SENT
  const rejected = exchanges.filter(({ verdict }) => verdict.verdict === 'rejected')
  if (rejected.length === 0) return { result: 'pass', message: acknowledged(exchanges) }
  const own = rejected.filter((exchange) => hiddenBehind(exchange, evidence) === null)
  if (own.length > 0) return { result: 'fail', message: describeFirst(own, exchanges) }
  return hiddenBehind(rejected[0] as CheckExchange, evidence) as Judgement
}

function acknowledged(exchanges: readonly CheckExchange[]): string {
  if (exchanges.length > 1) return `all ${exchanges.length} acknowledged`
  return `acknowledged with ${describeOutcome(exchanges[0] as CheckExchange)}`
}
