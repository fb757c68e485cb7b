import { headerValues } from '../acknowledgement.ts'
import type { Outcome } from '../delivery.ts'
import { answerStatus, describeOutcome } from './describe-outcome.ts'
import type { CheckExchange, Evidence } from './evidence.ts'
import type { Judgement } from './rule.ts'

/** What a rejection is known by: its reason, and the status of the answer. */
type Rejection = Pick<CheckExchange, 'outcome' | 'verdict'>

type Known = Pick<Evidence, 'habit' | 'statuses' | 'limited'>

/** True for two rejections with the same reason and the same HTTP status. */
export function isLike(exchange: Rejection, other: Rejection | null): boolean {
  if (other === null || exchange.verdict.reason === null) return false
  const isSameReason = exchange.verdict.reason === other.verdict.reason
  return isSameReason && answerStatus(exchange) === answerStatus(other)
}

/**
 * Where another rule tells of a rejection already, the judgement that nothing can be seen behind it; null for one that
 * is this rule's own. Told already is what every notification gets, or every one of this status, and what a rate limiter
 * answers.
 */
export function hiddenBehind(
  exchange: CheckExchange,
  { habit, statuses, limited }: Known,
): Judgement | null {
  const got = describeOutcome(exchange)
  if (isLike(exchange, habit)) return hidden(`no notification is acknowledged: ${got}`)
  if (isHeldBack(exchange, { limited })) return HELD_BACK
  const { onboardingStatus } = exchange
  const alone = statuses.find((each) => each.onboardingStatus === onboardingStatus)
  if (alone === undefined || !isLike(exchange, alone)) return null
  return hidden(`${onboardingStatus} is never acknowledged: ${got}`)
}

/** True for 429 Too Many Requests, which says nothing of what was sent (RFC 6585, 4). */
export function isLimited(exchange: Pick<CheckExchange, 'outcome'>): boolean {
  return answerStatus(exchange) === 429
}

/** The `Retry-After` of what is limited, as it came; undefined where it has none. */
export function retryAfterOf({ outcome }: Pick<CheckExchange, 'outcome'>): string | undefined {
  // What is limited is an answer.
  const { answer } = outcome as Extract<Outcome, { kind: 'answer' }>
  return headerValues(answer, 'retry-after')[0]
}

/** True where a rate limiter is known, and this is its answer. */
export function isHeldBack(
  exchange: Pick<CheckExchange, 'outcome'>,
  { limited }: Pick<Evidence, 'limited'>,
): boolean {
  return limited.length > 0 && isLimited(exchange)
}

/** Skipped, because a flaw that is another rule's to tell is in the way. */
export function hidden(by: string): Judgement {
  return { result: 'skipped', message: `hidden: ${by}`, isHidden: true }
}

/** Skipped, because a rate limiter is in the way. */
export const HELD_BACK = hidden('a rate limiter answers 429')

/** Skipped, because there is nothing to look at. */
export const NOTHING_SENT: Judgement = { result: 'skipped', message: 'nothing was sent' }
