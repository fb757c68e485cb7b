import type { LoadProgress } from '../../../contract/load-progress.ts'
import { decodeLatencies, sumLatencies, type EncodedLatencies } from '../latencies.ts'
import { addCounts, sumOf } from '../load-part.ts'

/** How one thread stands. */
export interface ThreadProgress {
  readonly progress: LoadProgress
  readonly latencies: EncodedLatencies
}

/** How the whole run stands, from what each of its threads told last. */
export function mergeProgress(told: readonly ThreadProgress[]): LoadProgress {
  const all = told.map(({ progress }) => progress)
  const latencies = sumLatencies(told.map((each) => decodeLatencies(each.latencies)))
  return {
    elapsedMs: Math.max(0, ...all.map(({ elapsedMs }) => elapsedMs)),
    isWarmingUp: all.some(({ isWarmingUp }) => isWarmingUp),
    sessions: {
      started: sumOf(all, ({ sessions }) => sessions.started),
      finished: sumOf(all, ({ sessions }) => sessions.finished),
      inFlight: sumOf(all, ({ sessions }) => sessions.inFlight),
    },
    attempts: sumOf(all, ({ attempts }) => attempts),
    rejected: sumOf(all, ({ rejected }) => rejected),
    reasons: addCounts(all.map(({ reasons }) => reasons)),
    ratePerSecond: sumOf(all, ({ ratePerSecond }) => ratePerSecond),
    p50: latencies.percentile(50),
    p99: latencies.percentile(99),
    share: Math.min(1, sumOf(all, ({ share }) => share) / Math.max(1, all.length)),
  }
}
