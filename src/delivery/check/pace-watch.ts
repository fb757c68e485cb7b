import type { CheckExchange, Limited } from '../../contract/rules/evidence.ts'
import { isLimited } from '../../contract/rules/hidden.ts'
import type { CheckOptions } from './check-options.ts'

/** Notes what a rate limiter answers in the course of a run. */
export interface PaceWatch {
  readonly note: (rule: string, sent: readonly CheckExchange[]) => void
  readonly limited: readonly Limited[]
}

/** Notes nothing where the rule on it is not tried: then each rule tells of its own 429. */
export function watchPace({ rules, facts }: Pick<CheckOptions, 'rules' | 'facts'>): PaceWatch {
  const limited: Limited[] = []
  const isAsked = rules.some((rule) => rule.probe(facts).kind === 'pace')
  return {
    limited,
    note: (rule, sent) => {
      if (!isAsked) return
      limited.push(...sent.filter(isLimited).map((exchange) => ({ rule, exchange })))
    },
  }
}
