import type { CheckExchange, LifeSign } from '../../contract/rules/evidence.ts'
import { usualOf } from '../../contract/rules/habit.ts'
import { isLike, isLimited, retryAfterOf } from '../../contract/rules/hidden.ts'
import { notification } from '../../contract/rules/probe.ts'
import { retryAfterMs } from '../../contract/retry-after.ts'
import { sleepUntil } from '../sleep-until.ts'
import type { CheckOptions } from './check-options.ts'
import type { ProbeSender } from './send-probe.ts'

/** How long a sign of life is waited for, or twice as long as the slowest of the ten statuses took. Ours. */
const LIFE_TIMEOUT_MS = 5000
const POLL_MS = 100
/** Between two questions to a rate limiter that names no time. Ours. */
const DEFAULT_PAUSE_MS = 1000

/** Tells whether an endpoint still answers as it did, and waits for one that does not. */
export interface Liveness {
  /** A plain notification, and whether it was answered as usual. */
  readonly ask: (rule: string, input: string) => Promise<LifeSign>
  /** Starts the endpoint anew where that can be done; true when it answers as usual again. */
  readonly awaitReturn: (sign: LifeSign) => Promise<boolean>
  /** Asks again, as seldom as a rate limiter says, until it lets us through or the wait is over; gives the last sign. */
  readonly awaitRoom: (sign: LifeSign) => Promise<LifeSign>
}

/** Signs of life over the sender of a run; `statuses` are those that were tried so far, one at least. */
export function createLiveness(
  sender: ProbeSender,
  statuses: readonly CheckExchange[],
  options: CheckOptions,
): Liveness {
  const { clock, signal, revival, limits } = options
  const patienceMs = (): number => {
    const slowestMs = Math.max(...statuses.map(({ outcome }) => outcome.timings.totalMs))
    return Math.min(limits.timeoutMs, Math.max(LIFE_TIMEOUT_MS, 2 * slowestMs))
  }
  const ask: Liveness['ask'] = async (rule, input) => {
    const usual = usualOf(statuses) as CheckExchange
    const status = String(usual.onboardingStatus)
    const request = { ...notification(status), label: `sign of life: ${status}` }
    const [exchange] = (await sender.send([[request]], patienceMs())) as [CheckExchange]
    const isAcknowledged = exchange.verdict.verdict === 'acknowledged'
    return { rule, input, exchange, isAlive: isAcknowledged || isLike(exchange, usual) }
  }
  return {
    ask,
    awaitReturn: async (sign) => {
      options.onGone(sign)
      const startMs = clock.monotonicMs()
      await restartAtMost(options)
      do {
        await sleepUntil(clock, clock.monotonicMs() + POLL_MS, signal)
        const { isAlive } = await ask(sign.rule, sign.input)
        if (isAlive) {
          options.onBack(clock.monotonicMs() - startMs)
          return true
        }
      } while (clock.monotonicMs() - startMs < revival.waitMs)
      return false
    },
    awaitRoom: async (sign) => {
      const untilMs = clock.monotonicMs() + revival.waitMs
      let latest = sign
      while (isLimited(latest.exchange) && clock.monotonicMs() < untilMs) {
        const askedMs = retryAfterMs(retryAfterOf(latest.exchange), clock.now())
        const againMs = clock.monotonicMs() + (askedMs || DEFAULT_PAUSE_MS)
        await sleepUntil(clock, Math.min(againMs, untilMs), signal)
        latest = await ask(sign.rule, sign.input)
      }
      return latest
    },
  }
}

/** Starts the endpoint anew; a restart that fails, or takes longer than it is waited for, is none. */
async function restartAtMost({ clock, signal, revival }: CheckOptions): Promise<void> {
  const { restart, waitMs } = revival
  if (restart === null) return
  const settled = new AbortController()
  const either = AbortSignal.any([signal, settled.signal])
  try {
    await Promise.race([restart().catch(() => undefined), clock.sleep(waitMs, either)])
  } finally {
    settled.abort()
  }
}
