/** The waits of a supervised tunnel. Only tests hand in their own. */
export interface Timings {
  /** Between two probes of a healthy tunnel. */
  readonly probeEveryMs: number
  /** One probe; shorter than the receiver's own limits would blame a busy tunnel (hardening T8). */
  readonly probeTimeoutMs: number
  /** From a failed probe to the next. */
  readonly probeAgainMs: number
  /** Busy on every connection for so long, and no request ended: the tunnel is saturated. */
  readonly stalledMs: number
  /**
   * Busy on every connection for so long, and no request began: a failed probe has no excuse any more, for
   * whatever ended would have made room for it. Longer than the receiver lets a slow stranger go on (11 s, hardening T8).
   */
  readonly stillMs: number
  /** From a connected link to its first answered probe. */
  readonly proveTimeoutMs: number
  /** One registration request (hardening T2). */
  readonly registerTimeoutMs: number
  /** One try to connect a data socket; the system alone would wait for two minutes (hardening T5, SYN drop). */
  readonly connectTimeoutMs: number
  /** How long a relay keeps a name back after its client left (hardening section 1). */
  readonly nameGraceMs: number
  /** The first wait between two tries; it doubles up to `retryMostMs`. */
  readonly retryFirstMs: number
  readonly retryMostMs: number
}

/**
 * A dead peer is found in 10 + 8 + 2 + 8 = 28 s, under the 35 s of hardening T5; behind a full tunnel in
 * 23 s, 1 s more at most until the next look, and 8 s.
 */
export const DEFAULT_TIMINGS: Timings = {
  probeEveryMs: 10_000,
  probeTimeoutMs: 8000,
  probeAgainMs: 2000,
  stalledMs: 1000,
  stillMs: 23_000,
  proveTimeoutMs: 10_000,
  registerTimeoutMs: 5000,
  connectTimeoutMs: 5000,
  nameGraceMs: 2500,
  retryFirstMs: 1000,
  retryMostMs: 5000,
}

/**
 * Gives the wait after try number `attempt`, counted from 1.
 * A link that failed may have held a name, which the relay keeps back for a while.
 */
export function retryDelayMs(timings: Timings, attempt: number, forName: boolean): number {
  const doubledMs = timings.retryFirstMs * 2 ** Math.min(Math.max(attempt - 1, 0), 10)
  const delayMs = Math.min(timings.retryMostMs, doubledMs)
  return forName ? Math.max(delayMs, timings.nameGraceMs) : delayMs
}
