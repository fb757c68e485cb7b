/**
 * When the vendor tries again (vendor-facts 3): after 30 s, then 2.5 times longer each time, five
 * retries; the legacy site's policy is one retry. Pure: delays in, delays out, no clock.
 */

export type RetryPolicy = 'vendor' | 'legacy' | 'none'

export const RETRY_POLICIES: readonly RetryPolicy[] = ['vendor', 'legacy', 'none']

const INITIAL_DELAY_MS = 30_000
const MULTIPLIER = 2.5
const RETRIES: Readonly<Record<RetryPolicy, number>> = { vendor: 5, legacy: 1, none: 0 }

/**
 * The delays before each retry, in milliseconds: 30 000, 75 000, 187 500, 468 750, 1 171 875 for
 * `vendor`. The first attempt is not among them. `timeScale` divides each: 100 makes 30 s last 0.3 s.
 * The legacy policy's delay is not documented; 30 s is ours.
 */
export function retryDelaysMs(policy: RetryPolicy, timeScale = 1): number[] {
  if (!(timeScale > 0)) throw new RangeError(`a time scale is greater than 0, not ${timeScale}`)
  return Array.from(
    { length: RETRIES[policy] },
    (_, retry) => (INITIAL_DELAY_MS * MULTIPLIER ** retry) / timeScale,
  )
}

/**
 * The delay before the attempt that follows attempt number `attempt` (from 1), in milliseconds;
 * null when the vendor gives up.
 */
export function nextRetryDelayMs(
  policy: RetryPolicy,
  attempt: number,
  timeScale = 1,
): number | null {
  return retryDelaysMs(policy, timeScale)[attempt - 1] ?? null
}
