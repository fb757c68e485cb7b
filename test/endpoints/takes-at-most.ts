import type { Slip } from './healthy-but.ts'

/** Takes so many requests and answers 429 to all the others, as a rate limiter does. */
export function takesAtMost(most: number): Slip {
  let taken = 0
  return () => ((taken += 1) > most ? { status: 429, headers: { 'retry-after': '1' } } : null)
}
