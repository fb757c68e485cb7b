import { answerStatus, describeOutcome } from './describe-outcome.ts'
import type { CheckExchange, Evidence } from './evidence.ts'
import { hiddenBehind, NOTHING_SENT } from './hidden.ts'
import type { Judgement } from './rule.ts'
import { worstOf, type Weighed } from './worst-of.ts'

/**
 * What carries no right credentials: one of `expected` passes, another 4xx warns, anything else fails.
 * Skipped where right credentials fare no better.
 */
export function judgeDenied(evidence: Evidence, expected: readonly number[]): Judgement {
  const worst = worstOf(evidence.exchanges, (exchange) => resultOf(exchange, expected))
  if (worst === null) return NOTHING_SENT
  const { exchange, result, name } = worst
  const hidden = hiddenBehind(exchange, evidence)
  if (hidden !== null) return hidden
  const got = describeOutcome(exchange)
  if (result === 'pass') return { result, message: `${name}denied with ${got}` }
  return { result, message: `${name}${got} instead of ${expected.join(' or ')}` }
}

function resultOf(exchange: CheckExchange, expected: readonly number[]): Weighed {
  const httpStatus = answerStatus(exchange) ?? 0
  if (expected.includes(httpStatus)) return 'pass'
  return httpStatus >= 400 && httpStatus < 500 ? 'warn' : 'fail'
}
