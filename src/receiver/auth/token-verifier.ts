import type { JWTPayload } from 'jose'
import { refuse, type Refusal } from '../refusal.ts'
import { invalidToken } from './bearer.ts'
import { judgeScopes } from './scopes.ts'

/** Looks at a bearer token that is not known beforehand. Null lets it in; never rejects. */
export type TokenVerifier = (token: string) => Promise<Refusal | null>

/** The keys that would tell a good token from a bad one are not to be had now: nobody's token is judged. */
export class KeysUnavailableError extends Error {
  override readonly name = 'KeysUnavailableError'
  /** When asking again is of use. */
  readonly retryAfterSeconds: number

  constructor(message: string, retryAfterSeconds: number) {
    super(message)
    this.retryAfterSeconds = retryAfterSeconds
  }
}

/**
 * Lets in the tokens that `verify` gives the claims of and that have every scope. What it throws says
 * why another one is refused.
 */
export function createTokenVerifier(
  verify: (token: string) => Promise<JWTPayload>,
  requiredScopes: readonly string[],
): TokenVerifier {
  return async (token) => {
    try {
      return judgeScopes(await verify(token), requiredScopes)
    } catch (error) {
      return error instanceof KeysUnavailableError ? unjudged(error) : invalidToken(describe(error))
    }
  }
}

/** The sender's token may be good: it must come again, and must not take it for refused. */
function unjudged({ message, retryAfterSeconds }: KeysUnavailableError): Refusal {
  return refuse(503, 'keys_unavailable', message, { 'retry-after': String(retryAfterSeconds) })
}

/** What jose tells with an error; the payload of a wrong claim is verified, its words are the provider's. */
interface JoseError {
  readonly code?: string
  readonly message?: string
  readonly claim?: string
  readonly reason?: string
  readonly payload?: JWTPayload
}

const DESCRIPTIONS: Readonly<Record<string, string>> = {
  ERR_JWS_INVALID: 'is no signed JWT',
  ERR_JWT_INVALID: 'is no signed JWT',
  ERR_JWS_SIGNATURE_VERIFICATION_FAILED: 'has a signature by another key, or was changed',
  ERR_JWKS_NO_MATCHING_KEY: 'is signed with a key that the provider does not list',
  ERR_JOSE_ALG_NOT_ALLOWED: 'is signed with an algorithm that is not let in',
}

function describe(error: unknown): string {
  const { code = '', message } = error as JoseError
  const known = DESCRIPTIONS[code] ?? describeClaim(error as JoseError)
  return `the bearer token ${known ?? `cannot be verified: ${message}`}`
}

function describeClaim({ code, claim = '', reason, payload }: JoseError): string | null {
  if (code === 'ERR_JWT_EXPIRED') return `expired at ${dateOf(payload?.exp)}`
  if (code !== 'ERR_JWT_CLAIM_VALIDATION_FAILED') return null
  if (reason === 'missing') return `has no "${claim}"`
  return `has another "${claim}": ${JSON.stringify(payload?.[claim])}`
}

function dateOf(seconds = Number.NaN): string {
  const date = new Date(seconds * 1000)
  return Number.isNaN(date.getTime()) ? `${seconds}` : date.toISOString()
}
