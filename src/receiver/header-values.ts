import type { IncomingMessage } from 'node:http'
import type { HeaderPair } from '../contract/received.ts'

const NONE: readonly string[] = []

/** Every value of a header, in order; Node's own `headers` keeps one of several for many names. */
export function headerValues(
  { rawHeaders }: Pick<IncomingMessage, 'rawHeaders'>,
  name: string,
): readonly string[] {
  let values = NONE
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const each = String(rawHeaders[index])
    // The length tells most of them apart, and costs nothing.
    if (each.length !== name.length || each.toLowerCase() !== name) continue
    values = [...values, String(rawHeaders[index + 1])]
  }
  return values
}

/** Names and values as they were sent. */
export function headerPairs(rawHeaders: readonly string[]): HeaderPair[] {
  const pairs: HeaderPair[] = []
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    pairs.push([String(rawHeaders[index]), String(rawHeaders[index + 1])])
  }
  return pairs
}

/** Headers in which a sender, or a proxy, says where a request came from. */
const CLAIMS = /^(?:x-forwarded-.+|forwarded|x-real-ip)$/i

/** What the sender claims about its origin; anybody can write this, so it is shown and never used (hardening A6). */
export function claimsOf(headers: readonly HeaderPair[]): readonly HeaderPair[] {
  return headers.filter(([name]) => CLAIMS.test(name))
}
