/** `recorded` waits as long between two notifications as there was between their arrivals. */
export type ReplayPace =
  | { readonly kind: 'fast' }
  | { readonly kind: 'recorded'; readonly timeScale: number }

/** How long to wait before each of a list of notifications. */
export interface RecordedGaps {
  readonly gapsMs: readonly number[]
  /** How many were longer than an hour, and were cut to that. */
  readonly cut: number
}

/** Overnight, a receiver that was left running gets nothing; nobody waits for that. Ours. */
const LONGEST_GAP_MS = 3_600_000

/**
 * The gaps between moments, none of them before the first. Where the clock was set back there is
 * none, and none is longer than an hour, before time is made to run faster.
 */
export function recordedGaps(moments: readonly Date[], pace: ReplayPace): RecordedGaps {
  if (pace.kind === 'fast') return { gapsMs: moments.map(() => 0), cut: 0 }
  const gaps = moments.map((moment, index) => {
    const before = moments[index - 1] ?? moment
    return Math.max(0, moment.getTime() - before.getTime())
  })
  return {
    gapsMs: gaps.map((gapMs) => Math.min(gapMs, LONGEST_GAP_MS) / pace.timeScale),
    cut: gaps.filter((gapMs) => gapMs > LONGEST_GAP_MS).length,
  }
}
