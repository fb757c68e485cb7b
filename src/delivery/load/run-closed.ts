import { sleepUntil } from '../sleep-until.ts'
import { endOf, type LoadRun } from './load-run.ts'
import { laneStartMs } from './schedule.ts'
import { shareOf } from './thread-share.ts'

/**
 * The closed model: as many lanes as sessions may be in flight, each of which begins its next session when
 * the one before is over. Resolves when the limits are reached and all sessions over, or the signal aborted.
 */
export async function runClosed(concurrency: number, run: LoadRun): Promise<void> {
  // Nobody waits for his turn in the ramp when there is nothing left to begin.
  const full = new AbortController()
  const waiting = AbortSignal.any([run.signal, full.signal])
  const lanes = Array.from({ length: shareOf(concurrency, run.share) }, async (_, lane) => {
    const place = run.share.index + lane * run.share.of
    await runLane(run.startMs + laneStartMs(place, concurrency, run.rampMs), run, waiting)
    full.abort()
  })
  await Promise.all(lanes)
}

async function runLane(beginMs: number, run: LoadRun, waiting: AbortSignal): Promise<void> {
  const { clock, signal, startMs } = run
  const lastMs = startMs + endOf(run)
  if (beginMs > clock.monotonicMs() && beginMs < lastMs) {
    await sleepUntil(clock, beginMs, waiting).catch(() => {})
  }
  for (;;) {
    const nowMs = clock.monotonicMs()
    const isMeasured = nowMs - startMs >= run.warmupMs
    if (signal.aborted || nowMs >= lastMs || beginMs >= lastMs) return
    if (isMeasured && isQuotaReached(run)) return
    await run.runNext(nowMs, isMeasured)
  }
}

function isQuotaReached({ limits, share, figures }: LoadRun): boolean {
  return limits.sessions !== null && figures.measuredSessions() >= shareOf(limits.sessions, share)
}
