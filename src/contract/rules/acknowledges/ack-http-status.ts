import { answerStatus } from '../describe-outcome.ts'
import type { CheckExchange } from '../evidence.ts'
import { judgeHabit } from '../judge-habit.ts'
import type { RuleOf } from '../rule.ts'

export const ackHttpStatus: RuleOf = {
  id: 'ACK-HTTP-STATUS',
  title: 'Answers with 204 or 200',
  why: 'Only 204 and 200 are accepted; after 201, 202, 4xx or 5xx the vendor sends again (vendor-facts 3).',
  severity: 'required',
  advice: 'answer 204 without a body',
  probe: () => ({ kind: 'statuses' }),
  judge: (evidence) => {
    const judgement = judgeHabit(evidence, ['WRONG_STATUS'], '204 or 200')
    const isDenied = judgement.result === 'fail' && evidence.exchanges.every(wantsCredentials)
    if (!isDenied || evidence.facts.hasToken) return judgement
    return {
      ...judgement,
      message: `${judgement.message}; no token was sent: --token, --oauth-url, or -H for a header of its own`,
    }
  },
}

const DENIALS: ReadonlySet<number | null> = new Set([401, 403])

function wantsCredentials(exchange: CheckExchange): boolean {
  return DENIALS.has(answerStatus(exchange))
}
