import { redacted } from '../secret-store.ts'

/** Replaces every known secret value in a text; what it does not know it leaves as it is. */
export type Redact = (text: string) => string

const ALWAYS_SECRET = new Set(['authorization', 'proxy-authorization', 'cookie', 'set-cookie'])

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
  return redact(isSecret ? redacted(value) : value)
}
