import type { Clock } from '../../context.ts'

/** Holds a run to so many requests a second; a turn of several is paid for by a longer wait afterwards. */
export interface RateLimit {
  /** Resolves when so many requests may begin. */
  readonly take: (requests: number, signal: AbortSignal) => Promise<void>
}

/** A limit that begins with nothing owed. */
export function createRateLimit(ratePerSecond: number, clock: Clock): RateLimit {
  let freeAtMs = 0
  return {
    take: async (requests, signal) => {
      const nowMs = clock.monotonicMs()
      const waitMs = freeAtMs - nowMs
      freeAtMs = Math.max(freeAtMs, nowMs) + (requests * 1000) / ratePerSecond
      if (waitMs > 0) await clock.sleep(waitMs, signal)
    },
  }
}
