import type { Random } from '../context.ts'

/**
 * A plausible session id: 24 hex digits, the first eight the seconds since 1970, as the vendor's
 * ids have them (vendor-facts 1.3).
 */
export function makeInterviewId(now: Date, random: Random): string {
  return secondsInHex(now) + Buffer.from(random.bytes(8)).toString('hex')
}

/**
 * Makes ids of the same form, no two alike, from one draw: five bytes stay, and three count on, as in
 * MongoDB's ObjectId. A draw for each one would cost 11 µs, measured.
 */
export function createInterviewIds(random: Random): (now: Date) => string {
  const drawn = Buffer.from(random.bytes(8))
  const own = drawn.toString('hex', 0, 5)
  let count = drawn.readUIntBE(5, 3)
  return (now) => {
    count = (count + 1) % 2 ** 24
    return secondsInHex(now) + own + count.toString(16).padStart(6, '0')
  }
}

function secondsInHex(now: Date): string {
  return Math.floor(now.getTime() / 1000)
    .toString(16)
    .padStart(8, '0')
}
