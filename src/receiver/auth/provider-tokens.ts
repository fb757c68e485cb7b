import type { JWTPayload, JWTVerifyGetKey, JWTVerifyOptions } from 'jose'
import type { Clock } from '../../context.ts'
import { fetchKeySet, type KeySetRequest } from './fetch-key-set.ts'
import { openKeyRing, type KeyRing } from './key-ring.ts'
import { createTokenVerifier, KeysUnavailableError, type TokenVerifier } from './token-verifier.ts'

export interface ProviderTokensOptions extends KeySetRequest {
  /** What `iss` must say; null lets in any. */
  readonly issuer: string | null
  /** What `aud` must say or hold; null lets in any. */
  readonly audience: string | null
  readonly requiredScopes: readonly string[]
  readonly clock: Pick<Clock, 'now' | 'monotonicMs'>
}

type Jose = typeof import('jose')

/** Signatures that a public key verifies. With a shared one, whoever verifies could sign as well. */
const ALGORITHMS = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'],
]

/**
 * Fetches the keys of the user's own provider and verifies its tokens with them. Throws
 * `JWKS_UNAVAILABLE` or `BAD_JWKS`, exit 3, where there are no keys at the start.
 */
export async function openProviderTokens(options: ProviderTokensOptions): Promise<TokenVerifier> {
  const jose = await import('jose')
  const { issuer, audience, requiredScopes, clock } = options
  const ring = await openKeyRing({
    fetch: async () => jose.createLocalJWKSet(await fetchKeySet(options)),
    clock,
  })
  const keyOf = findKeyIn(ring, jose)
  const verify = async (token: string): Promise<JWTPayload> =>
    verifyWithKey(token, keyOf, jose, {
      algorithms: ALGORITHMS,
      requiredClaims: ['exp'],
      currentDate: clock.now(),
      ...(issuer === null ? {} : { issuer }),
      ...(audience === null ? {} : { audience }),
    })
  return createTokenVerifier(verify, requiredScopes)
}

/** Finds the key that a token names. One that is not there may be new: then the keys are fetched again. */
function findKeyIn(ring: KeyRing, { errors }: Jose): JWTVerifyGetKey {
  return async (header, token) => {
    if (ring.isOld()) void ring.refresh()
    try {
      return await ring.keys()(header, token)
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error
      await ring.refresh()
      const problem = ring.problem()
      if (problem !== null) throw new KeysUnavailableError(problem, ring.retryAfterSeconds())
      return ring.keys()(header, token)
    }
  }
}

/** A token need not name its key (RFC 7515, 4.1.4): then each one that fits is tried. */
async function verifyWithKey(
  token: string,
  keyOf: JWTVerifyGetKey,
  { errors, jwtVerify }: Jose,
  options: JWTVerifyOptions,
): Promise<JWTPayload> {
  try {
    return (await jwtVerify(token, keyOf, options)).payload
  } catch (several) {
    if (!(several instanceof errors.JWKSMultipleMatchingKeys)) throw several
    for await (const key of several) {
      try {
        return (await jwtVerify(token, key, options)).payload
      } catch (error) {
        if (!(error instanceof errors.JWSSignatureVerificationFailed)) throw error
      }
    }
    throw new errors.JWSSignatureVerificationFailed('no key fits')
  }
}
