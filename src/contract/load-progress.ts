import type { Reason } from './acknowledgement.ts'

/** How a run of `load` stands. The warm-up is in none of its figures, as in the report. */
export interface LoadProgress {
  /** From the start of the run, the warm-up included, in milliseconds. */
  readonly elapsedMs: number
  readonly isWarmingUp: boolean
  readonly sessions: {
    readonly started: number
    readonly finished: number
    /** Those of the warm-up included. */
    readonly inFlight: number
  }
  readonly attempts: number
  readonly rejected: number
  readonly reasons: Readonly<Partial<Record<Reason, number>>>
  /** Attempts per second since the progress before. */
  readonly ratePerSecond: number
  /** Of the run so far, in milliseconds; null before the first answer. */
  readonly p50: number | null
  readonly p99: number | null
  /** How much of the run is done, 0 to 1: of the sessions, or of the time. */
  readonly share: number
}
