import { answerStatus, describeOutcome } from './describe-outcome.ts'
import type { CheckExchange, Evidence } from './evidence.ts'
import type { Judgement } from './rule.ts'

/** What should be refused: 4xx passes, 2xx and 3xx warn, 5xx and no answer fail. */
export function judgeRefused({ exchanges }: Evidence): Judgement {
  const judged = exchanges.map((exchange) => ({ exchange, result: resultOf(exchange) }))
  const worst =
    judged.find(({ result }) => result === 'fail') ??
    judged.find(({ result }) => result === 'warn') ??
    judged[0]
  if (worst === undefined) return { result: 'skipped', message: 'nothing was sent' }
  const { exchange, result } = worst
  const name = exchanges.length > 1 ? `${exchange.label}: ` : ''
  return { result, message: `${name}${MESSAGES[result]}${describeOutcome(exchange)}` }
}

const MESSAGES = { pass: 'refused with ', warn: 'not refused: ', fail: '' } as const

function resultOf(exchange: CheckExchange): 'pass' | 'warn' | 'fail' {
  const httpStatus = answerStatus(exchange)
  if (httpStatus === null || httpStatus >= 500 || httpStatus < 200) return 'fail'
  return httpStatus < 400 ? 'warn' : 'pass'
}
