import type { IncomingMessage } from 'node:http'
import type { Refusal } from '../refusal.ts'
import { invalidToken, readBearer } from './bearer.ts'
import { digestOf, isSame } from './digest.ts'
import { checkHeaders } from './required-headers.ts'
import type { TokenVerifier } from './token-verifier.ts'

/** What a request must show to be let in. */
export interface Requirements {
  /** The bearer token; null asks for none, or for one that `verifyToken` lets in. */
  readonly token: string | null
  /** Headers that must be there once, with this value. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  /** Lets in bearer tokens that are not known beforehand. @default none */
  readonly verifyToken?: TokenVerifier
}

/** Decides who is let in. */
export interface Authenticator {
  /** False where everybody is let in. */
  readonly isRequired: boolean
  /** True where a bearer token is asked for: then none may stand in the query or the body. */
  readonly wantsToken: boolean
  /** Looks at what can be judged at once: headers and query. Null lets the request in, so far. */
  readonly authenticate: (request: IncomingMessage) => Refusal | null
  /**
   * Looks at what takes time, of a request that was let in so far: its signed token. Never rejects. Null
   * where no token is signed.
   */
  readonly verify: ((request: IncomingMessage) => Promise<Refusal | null>) | null
}

/**
 * Answers by RFC 6750, 3 (hardening A1 to A4) and 403 for a custom header (A5). Digests are compared,
 * in constant time. Forwarding headers are claims of the sender and count for nothing (A6).
 */
export function createAuthenticator(requirements: Requirements): Authenticator {
  const { token, headers, verifyToken } = requirements
  const wantsToken = token !== null || verifyToken !== undefined
  const checkToken = token === null ? () => null : checkFixedToken(token)
  const judgeHeaders = checkHeaders(headers)
  return {
    isRequired: wantsToken || headers.length > 0,
    wantsToken,
    authenticate: (request) => {
      if (!wantsToken) return judgeHeaders(request)
      const { token, refusal } = readBearer(request)
      return refusal ?? checkToken(token) ?? judgeHeaders(request)
    },
    verify: verifyToken === undefined ? null : checkSignedToken(verifyToken),
  }
}

function checkSignedToken(
  verifyToken: TokenVerifier,
): (request: IncomingMessage) => Promise<Refusal | null> {
  return async (request) => {
    const { token, refusal } = readBearer(request)
    return refusal ?? verifyToken(token)
  }
}

function checkFixedToken(token: string): (shown: string) => Refusal | null {
  const digest = digestOf(token)
  return (shown) => (isSame(shown, digest) ? null : invalidToken('the bearer token is another one'))
}
