import { answerStatus, describeOutcome } from './describe-outcome.ts'
import type { CheckExchange, Evidence } from './evidence.ts'
import { isHabit } from './judge-acknowledged.ts'
import type { Judgement } from './rule.ts'

/**
 * What carries no right credentials: one of `expected` passes, another 4xx warns, anything else fails.
 * Skipped where right credentials fare no better.
 */
export function judgeDenied(
  { exchanges, habit }: Evidence,
  expected: readonly number[],
): Judgement {
  const judged = exchanges.map((exchange) => ({ exchange, result: resultOf(exchange, expected) }))
  const worst = judged.toSorted((a, b) => ORDER[b.result] - ORDER[a.result])[0]
  if (worst === undefined) return { result: 'skipped', message: 'nothing was sent' }
  const { exchange, result } = worst
  const got = describeOutcome(exchange)
  if (isHabit(exchange, habit)) {
    return { result: 'skipped', message: `hidden: the right credentials get ${got} too` }
  }
  const name = exchanges.length > 1 ? `${exchange.label}: ` : ''
  if (result === 'pass') return { result, message: `${name}denied with ${got}` }
  const wanted = expected.join(' or ')
  return { result, message: `${name}${got} instead of ${wanted}` }
}

const ORDER = { pass: 0, warn: 1, fail: 2 } as const

function resultOf(exchange: CheckExchange, expected: readonly number[]): 'pass' | 'warn' | 'fail' {
  const httpStatus = answerStatus(exchange) ?? 0
  if (expected.includes(httpStatus)) return 'pass'
  return httpStatus >= 400 && httpStatus < 500 ? 'warn' : 'fail'
}
