import type { Evidence } from '../evidence.ts'
import { hidden, isLike, retryAfterOf } from '../hidden.ts'
import type { Judgement, RuleOf } from '../rule.ts'
import { surBurst } from './sur-burst.ts'

export const surRate: RuleOf = {
  id: 'SUR-RATE',
  title: 'Is not held back by a rate limiter',
  why: 'Many customers onboard together, and what gets 429 comes again on top of all that is new (vendor-facts 3; the pace is that of check, ours).',
  severity: 'required',
  advice:
    'exempt the webhook from the rate limiter, or raise its limit; a lower --rate, or the time that it asks for, shows what is hidden behind it',
  probe: () => ({ kind: 'pace' }),
  judge: judgePace,
}

/** Fails where a rate limiter answered; what gets 429 in the burst alone is told by the rule on that. */
function judgePace({ limited, habit, statuses }: Evidence): Judgement {
  if (!statuses.some(({ outcome }) => outcome.kind === 'answer')) {
    return hidden('nothing was answered')
  }
  const [first] = limited
  if (first === undefined) return { result: 'pass', message: 'no answer was 429' }
  const asked = retryAfterOf(first.exchange)
  const retryAfter = asked === undefined ? '' : `, Retry-After: ${asked}`
  if (isLike(first.exchange, habit)) {
    return { result: 'fail', message: `no notification is acknowledged: 429${retryAfter}` }
  }
  if (limited.every(({ rule }) => rule === surBurst.id)) {
    return { result: 'pass', message: `no answer was 429 but in ${surBurst.id}` }
  }
  const answers = limited.length === 1 ? 'an answer was 429' : `${limited.length} answers were 429`
  return {
    result: 'fail',
    message: `${answers}, the first to ${first.exchange.label} (${first.rule})${retryAfter}`,
  }
}
