import type { Clock } from '../context.ts'

/** The longest single wait: the clock is asked again after it, so that a timer that came late is made up for. */
const SLICE_MS = 60_000

/**
 * Waits until the monotonic clock reads `dueMs`. The wall clock plays no part, and a wait is cut into
 * slices, because a timer of more than 24.8 days fires at once (hardening S10, S12). Rejects with the
 * signal's reason.
 */
export async function sleepUntil(clock: Clock, dueMs: number, signal: AbortSignal): Promise<void> {
  for (;;) {
    signal.throwIfAborted()
    const leftMs = dueMs - clock.monotonicMs()
    if (leftMs <= 0) return
    await clock.sleep(Math.min(leftMs, SLICE_MS), signal)
  }
}
