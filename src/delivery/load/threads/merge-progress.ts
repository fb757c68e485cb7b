import type { LoadProgress } from '../../../contract/load-progress.ts'
import { decodeLatencies, sumLatencies, type EncodedLatencies } from '../latencies.ts'
import { addReasons, sumOf } from '../load-part.ts'

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
    reasons: addReasons(all.map(({ reasons }) => reasons)),
    ratePerSecond: sumOf(all, ({ ratePerSecond }) => ratePerSecond),
    p50: latencies.percentile(50),
    p99: latencies.percentile(99),
    share: Math.min(1, sumOf(all, ({ share }) => share) / Math.max(1, all.length)),
  }
}

/** Where threads tell how they stand. */
export interface ProgressBoard {
  readonly tell: (thread: number, progress: ThreadProgress) => void
  readonly end: (thread: number) => void
}

/** Passes on how the whole run stands, once each time that all threads still at work have told. */
export function createProgressBoard(
  threads: number,
  onProgress: (progress: LoadProgress) => void,
): ProgressBoard {
  const told = new Map<number, ThreadProgress>()
  const atWork = new Set(Array.from({ length: threads }, (_, thread) => thread))
  let awaited = new Set(atWork)
  const publish = (): void => {
    awaited = new Set(atWork)
    onProgress(mergeProgress([...told.values()]))
  }
  return {
    tell: (thread, progress) => {
      told.set(thread, progress)
      awaited.delete(thread)
      if (awaited.size === 0) publish()
    },
    end: (thread) => {
      atWork.delete(thread)
      const wasAwaited = awaited.delete(thread)
      if (wasAwaited && awaited.size === 0 && atWork.size > 0) publish()
    },
  }
}
