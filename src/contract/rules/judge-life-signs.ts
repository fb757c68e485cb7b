import { describeOutcome } from './describe-outcome.ts'
import type { Evidence } from './evidence.ts'
import type { Judgement } from './rule.ts'

/** Passes where the endpoint answered as usual after each input; otherwise names the input that ended it. */
export function judgeLifeSigns({ lifeSigns }: Evidence): Judgement {
  if (lifeSigns.length === 0)
    return { result: 'skipped', message: 'nothing was sent that may do harm' }
  const dead = lifeSigns.filter(({ isAlive }) => !isAlive)
  const [first] = dead
  if (first === undefined) {
    return { result: 'pass', message: `alive after ${count(lifeSigns.length)}` }
  }
  const others = dead.length === 1 ? '' : `, and after ${dead.length - 1} more`
  const got = describeOutcome(first.exchange)
  return { result: 'fail', message: `dead after ${first.input} (${first.rule}): ${got}${others}` }
}

function count(inputs: number): string {
  return inputs === 1 ? 'it' : `all ${inputs} inputs`
}
