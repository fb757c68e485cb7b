import type { Reason } from './acknowledgement.ts'

/** Latencies of many notifications, in milliseconds; all null where there was none. */
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
  /** From the start of the run, in milliseconds. */
  readonly fromMs: number
  readonly lengthMs: number
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

/** A finished run of `load`. The warm-up is in none of its figures. */
export interface LoadReport {
  /** hookstep's own version. */
  readonly version: string
  readonly url: string
  readonly startedAt: Date
  readonly durationMs: number
  readonly model: LoadModel
  readonly seed: number
  readonly workers: number
  readonly sessions: { readonly started: number; readonly finished: number }
  readonly attempts: number
  readonly acknowledged: number
  readonly rejected: number
  /** How often each reason was given. */
  readonly reasons: Readonly<Partial<Record<Reason, number>>>
  /** In the open model from the due time, in the closed one from the sending. */
  readonly latency: LatencySummary
  readonly byStatus: readonly StatusLoad[]
  readonly slices: readonly LoadSlice[]
  /** The curve of all latencies: percentile (0 to 100) and milliseconds. */
  readonly percentiles: readonly (readonly [percentile: number, ms: number])[]
  readonly assertions: readonly JudgedAssertion[]
  readonly isInterrupted: boolean
  /** Lower-case names of the headers whose values are secrets. */
  readonly secretHeaders: readonly string[]
}
