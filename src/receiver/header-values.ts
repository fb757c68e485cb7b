import type { IncomingMessage } from 'node:http'

/** Every value of a header, in order; Node's own `headers` keeps one of several for many names. */
export function headerValues({ rawHeaders }: IncomingMessage, name: string): string[] {
  return headerPairs(rawHeaders)
    .filter(([each]) => each.toLowerCase() === name)
    .map(([, value]) => value)
}

/** Names and values as they were sent. */
export function headerPairs(rawHeaders: readonly string[]): [name: string, value: string][] {
  const pairs: [string, string][] = []
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    pairs.push([String(rawHeaders[index]), String(rawHeaders[index + 1])])
  }
  return pairs
}

/** Headers in which a sender, or a proxy, says where a request came from. */
const CLAIMS = /^(x-forwarded-.+|forwarded|x-real-ip)$/i

/** What the sender claims about its origin; anybody can write this, so it is shown and never used (hardening A6). */
export function claimsOf({ rawHeaders }: IncomingMessage): [name: string, value: string][] {
  return headerPairs(rawHeaders).filter(([name]) => CLAIMS.test(name))
}
