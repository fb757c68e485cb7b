import type { Clock } from '../../context.ts'
import type { LoadFigures } from './load-figures.ts'
import type { SessionSource } from './session-source.ts'
import type { ThreadShare } from './thread-share.ts'

/** How long a run goes on. The first limit that is reached ends it; the warm-up comes before both. */
export interface LoadLimits {
  /** So many sessions that are measured; null for no such limit. */
  readonly sessions: number | null
  /** No session begins after this time, in milliseconds; those in flight are let finish. Null for no such limit. */
  readonly durationMs: number | null
}

/** What both models need to start sessions. */
export interface LoadRun {
  readonly limits: LoadLimits
  readonly rampMs: number
  readonly warmupMs: number
  readonly share: ThreadShare
  readonly source: SessionSource
  readonly figures: LoadFigures
  readonly clock: Clock
  readonly signal: AbortSignal
  /** The monotonic time at which the run started. */
  readonly startMs: number
  /** Makes the next session of `source` and sends it; resolves at its end. */
  readonly runNext: (dueMs: number, isMeasured: boolean) => Promise<void>
}

/** When no session begins any more, from the start of the run. */
export function endOf({ limits, warmupMs }: Pick<LoadRun, 'limits' | 'warmupMs'>): number {
  return limits.durationMs === null ? Number.POSITIVE_INFINITY : warmupMs + limits.durationMs
}
