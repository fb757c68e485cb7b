import type { Reason } from './acknowledgement.ts'

/** How far a run of `load` is. */
export interface LoadProgress {
  /** Since the start of the run, with its warm-up, in milliseconds. */
  readonly elapsedMs: number
  /** True until the warm-up is over; what follows counts that, too, so that one sees it go on. */
  readonly isWarmingUp: boolean
  readonly sessions: {
    readonly started: number
    readonly finished: number
    readonly inFlight: number
  }
  readonly attempts: number
  readonly rejected: number
  /** How often each reason was given. */
  readonly reasons: Readonly<Partial<Record<Reason, number>>>
  /** Attempts in a second, since the last time that this was told. */
  readonly attemptsPerSecond: number
  /** Of all attempts so far, in milliseconds; null where there was none. */
  readonly p50: number | null
  readonly p99: number | null
  /** How much of the run is done, from 0 to 1. */
  readonly share: number
}
