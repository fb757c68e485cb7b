import type { Clock } from '../../context.ts'
import type { LoadProgress } from '../../contract/load-progress.ts'
import type { LoadFigures } from './load-figures.ts'
import type { Latencies } from './latencies.ts'
import { endOf, type LoadLimits } from './load-run.ts'
import { ALONE, shareOf, type ThreadShare } from './thread-share.ts'

/** Told how a run stands, and the latencies so far. */
export type ProgressListener = (progress: LoadProgress, latencies: Latencies) => void

export interface ProgressOptions extends LoadLimits {
  readonly warmupMs: number
  /** @default the whole run */
  readonly share?: ThreadShare
  readonly onProgress?: ProgressListener
  readonly progressEveryMs?: number
  readonly figures: Pick<LoadFigures, 'progress'>
  readonly clock: Clock
  readonly startMs: number
  /** Aborted at the end of the run. */
  readonly signal: AbortSignal
}

const EVERY_MS = 250

/** Tells now and then how a run stands, and once more at its end. */
export async function reportProgress(options: ProgressOptions): Promise<void> {
  const { onProgress, clock, signal, progressEveryMs = EVERY_MS } = options
  if (onProgress === undefined) return
  const measure = createMeasure(options)
  while (!signal.aborted) {
    await clock.sleep(progressEveryMs, signal).catch(() => {})
    onProgress(...measure())
  }
}

function createMeasure(options: ProgressOptions): () => Parameters<ProgressListener> {
  const { figures, clock, startMs, warmupMs } = options
  let before = { atMs: 0, attempts: 0 }
  return () => {
    const elapsedMs = clock.monotonicMs() - startMs
    const { latencies, ...now } = figures.progress()
    const ms = elapsedMs - before.atMs
    const ratePerSecond = ms > 0 ? ((now.attempts - before.attempts) / ms) * 1000 : 0
    before = { atMs: elapsedMs, attempts: now.attempts }
    const isWarmingUp = elapsedMs < warmupMs
    const share = shareDone(elapsedMs, now.sessions.finished, options)
    const [p50, p99] = [latencies.percentile(50), latencies.percentile(99)]
    return [{ ...now, elapsedMs, isWarmingUp, ratePerSecond, p50, p99, share }, latencies]
  }
}

/** Of whichever limit is nearer. */
function shareDone(elapsedMs: number, finished: number, options: ProgressOptions): number {
  const ofTime = elapsedMs / endOf({ limits: options, warmupMs: options.warmupMs })
  const { sessions, share = ALONE } = options
  const ofSessions = sessions === null ? 0 : finished / Math.max(1, shareOf(sessions, share))
  return Math.min(1, Math.max(ofTime, ofSessions))
}
