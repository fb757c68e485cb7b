import type { CheckExchange, Habit, LifeSign } from '../../contract/rules/evidence.ts'
import { isHabit } from '../../contract/rules/judge-acknowledged.ts'
import { notification } from '../../contract/rules/probe.ts'
import { sleepUntil } from '../sleep-until.ts'
import type { CheckOptions } from './check-options.ts'
import type { ProbeSender } from './send-probe.ts'

/** A sign of life that takes longer than this is none. Ours. */
const LIFE_TIMEOUT_MS = 5000
const POLL_MS = 100

/** Tells whether an endpoint still answers as it did, and waits for one that does not. */
export interface Liveness {
  /** A plain notification, and whether it was answered as usual. */
  readonly ask: (rule: string, input: string, habit: Habit | null) => Promise<LifeSign>
  /** Starts the endpoint anew where that can be done; true when it answers as usual again. */
  readonly awaitReturn: (sign: LifeSign, habit: Habit | null) => Promise<boolean>
}

/** Signs of life over the sender of a run. */
export function createLiveness(sender: ProbeSender, options: CheckOptions): Liveness {
  const { clock, signal, revival, limits } = options
  const timeoutMs = Math.min(limits.timeoutMs, LIFE_TIMEOUT_MS)
  const knock = async (): Promise<CheckExchange> => {
    const request = { ...notification('ONBOARDING_FINISHED'), label: 'sign of life' }
    const [exchange] = await sender.send([[request]], timeoutMs)
    return exchange as CheckExchange
  }
  const ask: Liveness['ask'] = async (rule, input, habit) => {
    const exchange = await knock()
    return { rule, input, exchange, isAlive: isUsual(exchange, habit) }
  }
  return {
    ask,
    awaitReturn: async (sign, habit) => {
      options.onGone(sign)
      const startMs = clock.monotonicMs()
      await revival.restart?.()
      do {
        await sleepUntil(clock, clock.monotonicMs() + POLL_MS, signal)
        const { isAlive } = await ask(sign.rule, sign.input, habit)
        if (isAlive) {
          options.onBack(clock.monotonicMs() - startMs)
          return true
        }
      } while (clock.monotonicMs() - startMs < revival.waitMs)
      return false
    },
  }
}

function isUsual(exchange: CheckExchange, habit: Habit | null): boolean {
  return exchange.verdict.verdict === 'acknowledged' || isHabit(exchange, habit)
}
