import type { CheckExchange, LifeSign } from '../../contract/rules/evidence.ts'
import { isLimited } from '../../contract/rules/hidden.ts'
import { orInterrupted } from '../or-interrupted.ts'
import type { CheckOptions } from './check-options.ts'
import { createLiveness, type Liveness } from './liveness.ts'
import type { PaceWatch } from './pace-watch.ts'
import type { ProbeSender } from './send-probe.ts'

/** How the endpoint fares after an input; `back` is one that was gone. */
export type State = 'alive' | 'back' | 'gone'

/** Looks how the endpoint fares after what may have ended it. */
export interface Aftermath {
  readonly lookAfter: (rule: string, input: string) => Promise<State>
  readonly lifeSigns: readonly LifeSign[]
  /** The rule after which the endpoint stayed away; null as long as it is there. */
  readonly stoppedAfter: () => string | null
}

/** Who dies of an input may answer it first, and die while the next one is on its way. Ours. */
const SETTLE_MS = 50

/** Before anything was sent. `statuses` are those that were tried so far. */
export function createAftermath(
  sender: ProbeSender,
  statuses: readonly CheckExchange[],
  pace: PaceWatch,
  options: CheckOptions,
): Aftermath {
  const liveness = createLiveness(sender, statuses, options)
  const ask = askPatiently(liveness, pace)
  const lifeSigns: LifeSign[] = []
  let stoppedAfter: string | null = null
  const look = async (rule: string, input: string): Promise<State> => {
    await options.clock.sleep(SETTLE_MS, options.signal)
    const sign = await ask(rule, input)
    lifeSigns.push(sign)
    // Whether it is alive behind a rate limiter cannot be seen: the run goes on, and the rules on it say so.
    if (sign.isAlive || (pace.isWatching && isLimited(sign.exchange))) return 'alive'
    if (await liveness.awaitReturn(sign)) return 'back'
    stoppedAfter = rule
    return 'gone'
  }
  return {
    // An interruption ends the waiting, and leaves what was sent before it.
    lookAfter: async (...input) =>
      (await orInterrupted(options, async () => look(...input))) ?? 'gone',
    lifeSigns,
    stoppedAfter: () => stoppedAfter,
  }
}

/** Asks for a sign of life, and waits for a rate limiter to let it through; no more, once one did not in its time. */
function askPatiently(liveness: Liveness, pace: PaceWatch): Liveness['ask'] {
  let isPatient = pace.isWatching
  return async (rule, input) => {
    const sign = await liveness.ask(rule, input)
    pace.note(rule, [sign.exchange])
    if (sign.isAlive || !isPatient) return sign
    const latest = await liveness.awaitRoom(sign)
    isPatient = !isLimited(latest.exchange)
    return latest
  }
}
