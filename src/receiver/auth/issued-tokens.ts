import type { JWTPayload } from 'jose'
import type { Clock, Random } from '../../context.ts'
import { createTokenVerifier, type TokenVerifier } from './token-verifier.ts'

export interface IssuedTokensOptions {
  readonly lifetimeMs: number
  /** What a token must cover to let a notification in. */
  readonly requiredScopes: readonly string[]
  readonly clock: Pick<Clock, 'now'>
  readonly random: Random
}

/** The access tokens of one run: signed with a key that lives as long as it, and known to nobody else. */
export interface IssuedTokens {
  /** How long each one lives, in whole seconds, as its client is told. */
  readonly expiresIn: number
  readonly issue: (scopes: readonly string[]) => Promise<string>
  readonly verify: TokenVerifier
}

/** Only the receiver that signs them verifies them: a shared key of 256 bits is all that it takes. */
const ALGORITHM = 'HS256'
const ISSUER = 'urn:hookstep:token-endpoint'
const AUDIENCE = 'urn:hookstep:receiver'

/** Loads jose, which takes a moment, and makes the key. */
export async function createIssuedTokens(options: IssuedTokensOptions): Promise<IssuedTokens> {
  const { lifetimeMs, requiredScopes, clock, random } = options
  const { errors, jwtVerify, SignJWT } = await import('jose')
  const key = Uint8Array.from(random.bytes(32))
  const verify = async (token: string): Promise<JWTPayload> => {
    const currentDate = clock.now()
    const { payload } = await jwtVerify(token, key, {
      algorithms: [ALGORITHM],
      issuer: ISSUER,
      audience: AUDIENCE,
      requiredClaims: ['exp'],
      currentDate,
    })
    // jose counts in whole seconds; a short-lived token is worth nothing if it lives twice as long.
    if (Number(payload.exp) * 1000 > currentDate.getTime()) return payload
    throw new errors.JWTExpired('expired', payload, 'exp')
  }
  return {
    expiresIn: Math.floor(lifetimeMs / 1000),
    verify: createTokenVerifier(verify, requiredScopes),
    issue: async (scopes) => {
      const nowMs = clock.now().getTime()
      return new SignJWT({
        iss: ISSUER,
        aud: AUDIENCE,
        iat: Math.floor(nowMs / 1000),
        exp: (nowMs + lifetimeMs) / 1000,
        jti: Buffer.from(random.bytes(16)).toString('hex'),
        ...(scopes.length > 0 ? { scope: scopes.join(' ') } : {}),
      })
        .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT' })
        .sign(key)
    },
  }
}
