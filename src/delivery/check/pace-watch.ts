import type { CheckExchange, Limited } from '../../contract/rules/evidence.ts'
import { isLimited } from '../../contract/rules/hidden.ts'
import type { CheckOptions } from './check-options.ts'

/** Notes what a rate limiter answers in the course of a run. */
export interface PaceWatch {
  /** False where the rule on it is not tried: then nothing is noted, and each rule tells of its own 429. */
  readonly isWatching: boolean
  /** Notes the 429s among the answers to right notifications, which were sent for this rule, or right after it. */
  readonly note: (rule: string, sent: readonly CheckExchange[]) => void
  readonly limited: readonly Limited[]
}

/** A watch that has seen nothing. */
export function watchPace({ rules, facts }: Pick<CheckOptions, 'rules' | 'facts'>): PaceWatch {
  const limited: Limited[] = []
  const isWatching = rules.some((rule) => rule.probe(facts).kind === 'pace')
  return {
    isWatching,
    limited,
    note: (rule, sent) => {
      if (!isWatching) return
      limited.push(...sent.filter(isLimited).map((exchange) => ({ rule, exchange })))
    },
  }
}
