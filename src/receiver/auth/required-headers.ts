import type { IncomingMessage } from 'node:http'
import { headerValues } from '../header-values.ts'
import { refuse, type Refusal } from '../refusal.ts'
import { digestOf, isSame } from './digest.ts'

/** Looks for custom headers. Null lets the request in. */
export type HeaderCheck = (request: IncomingMessage) => Refusal | null

/** Wants each of these headers once, with its value; anything else is a 403 (hardening A5). */
export function checkHeaders(
  headers: readonly (readonly [name: string, value: string])[],
): HeaderCheck {
  const wanted = headers.map(([name, value]) => [name, digestOf(value)] as const)
  return (request) => {
    for (const [name, digest] of wanted) {
      const refusal = judgeHeader(request, name, digest)
      if (refusal !== null) return refusal
    }
    return null
  }
}

function judgeHeader(request: IncomingMessage, name: string, digest: Buffer): Refusal | null {
  const [value, ...more] = headerValues(request, name.toLowerCase())
  if (value === undefined) return headerMismatch(`${name} is missing`)
  if (more.length > 0) return headerMismatch(`${name} was sent ${more.length + 1} times`)
  return isSame(value, digest) ? null : headerMismatch(`${name} has another value`)
}

function headerMismatch(detail: string): Refusal {
  return refuse(403, 'header_mismatch', detail)
}
