/** Replaces every known secret value in a text; what it does not know it leaves as it is. */
export type Redact = (text: string) => string

const ALWAYS_SECRET = new Set(['authorization', 'proxy-authorization', 'cookie', 'set-cookie'])

/** Shorter values would be given away by four of their characters. */
const SHORTEST_WITH_TAIL = 12

/**
 * The value of a header as a report may show it: that of a secret one as `…last4`, or as `…` alone
 * where its last word is shorter than 12 characters. `secretHeaders` are lower-case names; the
 * credential and cookie headers are secret always (issue 3, item 8).
 */
export function redactHeader(
  name: string,
  value: string,
  secretHeaders: readonly string[],
  redact: Redact,
): string {
  const key = name.toLowerCase()
  const isSecret = ALWAYS_SECRET.has(key) || secretHeaders.includes(key)
  return redact(isSecret ? tailOf(value) : value)
}

/** `Bearer` and the names of cookies are no secret, so that only the last word counts for the length. */
function tailOf(value: string): string {
  const last = value
    .trim()
    .split(/[\s;,]+/)
    .at(-1) as string
  const word = last.replace(/^[^=]*=(?=[^=])/, '')
  const isTooShort = word.length < SHORTEST_WITH_TAIL || /^basic\s/i.test(value.trim())
  return isTooShort ? '…' : `…${Array.from(word).slice(-4).join('')}`
}
