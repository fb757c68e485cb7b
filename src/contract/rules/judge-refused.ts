import { answerStatus, describeOutcome } from './describe-outcome.ts'
import type { CheckExchange, Evidence } from './evidence.ts'
import { hiddenBehind, NOTHING_SENT } from './hidden.ts'
import type { Judgement } from './rule.ts'
import { worstOf, type Weighed } from './worst-of.ts'

/**
 * What should be refused: 4xx passes, 2xx and 3xx warn, 5xx and no answer fail. Skipped where a right notification
 * fares no better.
 */
export function judgeRefused(evidence: Evidence): Judgement {
  const worst = worstOf(evidence.exchanges, resultOf)
  if (worst === null) return NOTHING_SENT
  const { exchange, result, name } = worst
  // Several that are refused are no better than one of them that cannot be seen.
  const looked = result === 'pass' ? evidence.exchanges : [exchange]
  const hidden = looked.map((each) => hiddenBehind(each, evidence)).find((each) => each !== null)
  return hidden ?? { result, message: `${name}${MESSAGES[result]}${describeOutcome(exchange)}` }
}

const MESSAGES: Readonly<Record<Weighed, string>> = {
  pass: 'refused with ',
  warn: 'not refused: ',
  fail: '',
}

function resultOf(exchange: CheckExchange): Weighed {
  const httpStatus = answerStatus(exchange)
  if (httpStatus === null || httpStatus >= 500 || httpStatus < 200) return 'fail'
  return httpStatus < 400 ? 'warn' : 'pass'
}
