import type { CheckExchange, Evidence } from '../evidence.ts'
import { hidden } from '../hidden.ts'
import type { Judgement } from '../rule.ts'

/** Warns of an acknowledgement that took longer than the limit. Late ones are another rule's. */
export function judgeSpeed({ exchanges, limits }: Evidence): Judgement {
  const answered = exchanges.filter(({ outcome }) => outcome.kind === 'answer')
  const slowest = answered.toSorted((a, b) => msOf(b) - msOf(a))[0]
  if (slowest === undefined) return hidden('nothing was answered')
  const message = `the slowest, ${slowest.label}, took ${Math.round(msOf(slowest))} ms`
  return { result: msOf(slowest) > limits.slowMs ? 'warn' : 'pass', message }
}

function msOf({ outcome }: CheckExchange): number {
  return outcome.timings.totalMs
}
