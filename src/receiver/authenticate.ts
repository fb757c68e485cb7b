import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { headerValues } from './header-values.ts'
import { refuse, type Refusal } from './refusal.ts'

/** What a request must show to be let in. */
export interface Requirements {
  /** The bearer token; null asks for none. */
  readonly token: string | null
  /** Headers that must be there once, with this value. */
  readonly headers: readonly (readonly [name: string, value: string])[]
}

/** Decides who is let in. */
export interface Authenticator {
  /** False where everybody is let in. */
  readonly isRequired: boolean
  /** True where a bearer token is asked for: then none may stand in the query or the body. */
  readonly wantsToken: boolean
  /** Looks at headers and query. Null lets the request in. */
  readonly authenticate: (request: IncomingMessage) => Refusal | null
}

const REALM = 'Bearer realm="hookstep"'
/** RFC 6750, 2.1: the scheme in any case, one space or more, one token. */
const BEARER = /^bearer +([\w.~+/-]+=*)$/i

/**
 * Answers by RFC 6750, 3 (hardening A1, A2, A4) and 403 for a custom header (A5). Digests are compared,
 * in constant time. Forwarding headers are claims of the sender and count for nothing (A6).
 */
export function createAuthenticator({ token, headers }: Requirements): Authenticator {
  const tokenDigest = token === null ? null : digest(token)
  const expected = headers.map(([name, value]) => [name, digest(value)] as const)
  return {
    isRequired: tokenDigest !== null || expected.length > 0,
    wantsToken: tokenDigest !== null,
    authenticate: (request) =>
      (tokenDigest === null ? null : judgeToken(request, tokenDigest)) ??
      judgeHeaders(request, expected),
  }
}

/** What a request is answered that carries its token where it is written into logs, or twice. */
export function invalidRequest(detail: string): Refusal {
  return refuse(400, 'invalid_request', detail, {
    'www-authenticate': `${REALM}, error="invalid_request"`,
  })
}

function judgeToken(request: IncomingMessage, expected: Buffer): Refusal | null {
  if (hasAccessToken(queryOf(request))) return invalidRequest('access_token in the query')
  const values = headerValues(request, 'authorization')
  if (values.length > 1) return invalidRequest(`Authorization was sent ${values.length} times`)
  const [value] = values
  if (value === undefined) {
    const detail = 'there is no Authorization header'
    return refuse(401, 'unauthorized', detail, { 'www-authenticate': REALM })
  }
  const token = BEARER.exec(value)?.[1]
  if (token === undefined) return invalidRequest('Authorization is not "Bearer" and one token')
  if (timingSafeEqual(digest(token), expected)) return null
  return refuse(401, 'invalid_token', 'the bearer token is another one', {
    'www-authenticate': `${REALM}, error="invalid_token"`,
  })
}

function judgeHeaders(
  request: IncomingMessage,
  expected: readonly (readonly [name: string, digest: Buffer])[],
): Refusal | null {
  for (const [name, wanted] of expected) {
    const [value, ...more] = headerValues(request, name.toLowerCase())
    if (value === undefined) return headerMismatch(`${name} is missing`)
    if (more.length > 0) return headerMismatch(`${name} was sent ${more.length + 1} times`)
    if (!timingSafeEqual(digest(value), wanted)) return headerMismatch(`${name} has another value`)
  }
  return null
}

function headerMismatch(detail: string): Refusal {
  return refuse(403, 'header_mismatch', detail)
}

/** True for a form or a query that carries a token (RFC 6750, 2.2 and 2.3). */
export function hasAccessToken(form: string): boolean {
  return new URLSearchParams(form).has('access_token')
}

function queryOf({ url = '' }: IncomingMessage): string {
  const start = url.indexOf('?')
  return start === -1 ? '' : url.slice(start + 1)
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
