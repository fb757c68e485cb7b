import type { Reason } from './acknowledgement.ts'

/** Latencies of many attempts, in milliseconds, three digits exact; all null where there was none. */
export interface LatencySummary {
  readonly count: number
  readonly mean: number | null
  readonly p50: number | null
  readonly p90: number | null
  readonly p99: number | null
  /** The 99.9th percentile. */
  readonly p999: number | null
  readonly max: number | null
}

/** How the load was made: so many sessions at a time, or so many begun in a second whatever the endpoint does. */
export type LoadModel =
  | { readonly kind: 'closed'; readonly concurrency: number }
  | { readonly kind: 'open'; readonly ratePerSecond: number }

/** What came of one status. */
export interface StatusLoad {
  readonly onboardingStatus: string
  readonly latency: LatencySummary
  readonly rejected: number
}

/** One slice of the run, for plots; their number is bounded, so a long run has longer ones. */
export interface LoadSlice {
  /** From the end of the warm-up, in milliseconds. */
  readonly fromMs: number
  readonly lengthMs: number
  /** Those that ended in it. */
  readonly attempts: number
  readonly rejected: number
  readonly p50: number | null
  readonly p99: number | null
  /** Sessions in flight at its end. */
  readonly inFlight: number
}

/** One threshold of `--assert`, and whether it held. */
export interface JudgedAssertion {
  /** As it was given: `p99<200ms`. */
  readonly text: string
  readonly actual: number | null
  readonly isHeld: boolean
}

/** What was sent while the endpoint warmed up. */
export interface WarmupCounts {
  /** Sessions that began in it, whenever they ended. */
  readonly sessions: number
  readonly attempts: number
  readonly rejected: number
}

/**
 * A finished run of `load`. Its figures are those of attempts: a retry is one of its own. The warm-up is in
 * none of them but `warmup`; an attempt belongs to it when it was due, or in the closed model sent, in it.
 */
export interface LoadReport {
  /** hookstep's own version. */
  readonly version: string
  readonly url: string
  readonly startedAt: Date
  /** Of the measured part, from the end of the warm-up to the end of the last session, in milliseconds. */
  readonly durationMs: number
  readonly model: LoadModel
  readonly seed: number
  readonly workers: number
  /** A session is finished when its last attempt was answered, or given up, whatever the answer. */
  readonly sessions: { readonly started: number; readonly finished: number }
  /** All that brought an answer or a failure: `acknowledged` and `rejected` together. */
  readonly attempts: number
  readonly acknowledged: number
  readonly rejected: number
  /** How often each reason was given. */
  readonly reasons: Readonly<Partial<Record<Reason, number>>>
  /** How often each HTTP status came that is `WRONG_STATUS`. */
  readonly wrongStatuses: Readonly<Record<string, number>>
  /** Absent without a warm-up. */
  readonly warmup?: WarmupCounts
  /** Attempts whose answer an interruption did not wait for; they are in no other figure. */
  readonly unanswered?: number
  /** Open model only: how late sessions began, by a busy machine or a full house (10,000 sessions in flight). */
  readonly startLateness?: LatencySummary
  /**
   * In the open model from the due time, in the closed one from the sending. Attempts for which no token
   * could be had have none, as nothing was sent.
   */
  readonly latency: LatencySummary
  readonly byStatus: readonly StatusLoad[]
  readonly slices: readonly LoadSlice[]
  /** The curve of all latencies: percentile (0 to 100) and milliseconds; 95 is one of its points. Empty without one. */
  readonly percentiles: readonly (readonly [percentile: number, ms: number])[]
  readonly assertions: readonly JudgedAssertion[]
  readonly isInterrupted: boolean
  /** Lower-case names of the headers whose values are secrets. */
  readonly secretHeaders: readonly string[]
}
