import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose'
import { startEndpoint, type Respond } from './endpoint.ts'

/** An identity provider on this machine: keys that jose made, served at a real URL. */
export interface Provider {
  readonly url: URL
  /** The keys that it serves; changed in place. */
  readonly keys: JWK[]
  /** How often it was asked for them. */
  readonly asked: () => number
  /** Answers otherwise from now on; null serves the keys again. */
  readonly answerWith: (respond: Respond | null) => void
  /** Adds a key and signs with it from now on. */
  readonly addKey: (algorithm: string, more?: Partial<JWK>) => Promise<void>
  /** A token with the newest key, good for an hour; claims of `undefined` are left out. */
  readonly sign: (claims?: object, header?: object) => Promise<string>
}

export const ISSUER = 'https://id.example.com/'
export const AUDIENCE = 'webhooks'

/** Starts a provider with one key for this algorithm. */
export async function startProvider(algorithm = 'RS256'): Promise<Provider> {
  const keys: JWK[] = []
  let signing: { readonly key: CryptoKey; readonly header: { alg: string; kid: string } }
  let respond: Respond | null = null
  const endpoint = await startEndpoint((response, received, index) => {
    if (respond !== null) return respond(response, received, index)
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ keys }))
  })
  const provider: Provider = {
    url: new URL(endpoint.url),
    keys,
    asked: () => endpoint.received.length,
    answerWith: (next) => {
      respond = next
    },
    addKey: async (alg, more = {}) => {
      const { privateKey, publicKey } = await generateKeyPair(alg)
      const kid = `key-${keys.length + 1}`
      keys.push({ ...(await exportJWK(publicKey)), kid, alg, use: 'sig', ...more })
      signing = { key: privateKey, header: { alg, kid } }
    },
    sign: async (claims = {}, header = {}) => {
      const now = Math.floor(Date.now() / 1000)
      const all = { iss: ISSUER, aud: AUDIENCE, iat: now, exp: now + 3600, ...claims }
      return new SignJWT(all).setProtectedHeader({ ...signing.header, ...header }).sign(signing.key)
    },
  }
  await provider.addKey(algorithm)
  return provider
}
