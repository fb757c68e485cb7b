import { describeOutcome } from './describe-outcome.ts'
import type { Evidence, LifeSign } from './evidence.ts'
import { HELD_BACK, isHeldBack } from './hidden.ts'
import type { Judgement } from './rule.ts'

/**
 * Passes where the endpoint answered as usual after each input; otherwise names the input that ended it. Skipped where a
 * rate limiter answered in its place.
 */
export function judgeLifeSigns(evidence: Evidence): Judgement {
  const { lifeSigns } = evidence
  if (lifeSigns.length === 0) {
    return { result: 'skipped', message: 'nothing was sent that may do harm' }
  }
  const unwell = lifeSigns.filter(({ isAlive }) => !isAlive)
  const [first, ...others] = unwell.filter(({ exchange }) => !isHeldBack(exchange, evidence))
  if (first === undefined) {
    if (unwell.length > 0) return HELD_BACK
    return { result: 'pass', message: `alive after ${count(lifeSigns.length)}` }
  }
  return { result: 'fail', message: `${describeEnd(first)}${describeOthers(others)}` }
}

/** Somebody who answers is not dead, but is not well either. */
function describeEnd({ exchange, input, rule }: LifeSign): string {
  const state = exchange.outcome.kind === 'failure' ? 'dead' : 'not well'
  return `${state} after ${input} (${rule}): ${describeOutcome(exchange)}`
}

/** `; also after REF-NULL, REF-GET`; each rule once. */
function describeOthers(others: readonly LifeSign[]): string {
  const rules = [...new Set(others.map(({ rule }) => rule))]
  return rules.length === 0 ? '' : `; also after ${rules.join(', ')}`
}

function count(inputs: number): string {
  return inputs === 1 ? 'it' : `all ${inputs} inputs`
}
