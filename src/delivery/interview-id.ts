import type { Random } from '../context.ts'

/**
 * A plausible session id: 24 hex digits, the first eight the seconds since 1970, as the vendor's
 * ids have them (vendor-facts 1.3).
 */
export function makeInterviewId(now: Date, random: Random): string {
  const seconds = Math.floor(now.getTime() / 1000)
  const tail = Buffer.from(random.bytes(8)).toString('hex')
  return seconds.toString(16).padStart(8, '0') + tail
}
