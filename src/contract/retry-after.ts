/** Whoever asks for more is asked again all the same: nobody waits for hours at a terminal. */
const MOST_MS = 60_000
/** Of an HTTP date the name of the day comes first; a date of another form is not taken. */
const HTTP_DATE = /^[A-Z][a-z]+,? /

/**
 * Gives the milliseconds that a `Retry-After` asks for, seconds or a date (RFC 9110 10.2.3), 60,000 at most;
 * 0 where it is missing, past, or neither.
 */
export function retryAfterMs(value: string | undefined, now: Date): number {
  const text = value?.trim() ?? ''
  if (/^\d+$/.test(text)) return Math.min(Number(text) * 1000, MOST_MS)
  const untilMs = HTTP_DATE.test(text) ? Date.parse(text) - now.getTime() : 0
  return Math.min(Math.max(untilMs || 0, 0), MOST_MS)
}
