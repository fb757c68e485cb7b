import type { Context } from '../../context.ts'
import { isBearerToken } from '../../contract/bearer-token.ts'
import { CliError } from '../../contract/errors.ts'
import type { TokenRequest } from '../../contract/token-request.ts'
import {
  basicAuthorization,
  CREDENTIALS_ENCODINGS,
} from '../../delivery/oauth/client-credentials.ts'
import { loadGotExchange } from '../../exchange/got-exchange.ts'
import type { Requirements } from '../../receiver/auth/authenticator.ts'
import { createIssuedTokens } from '../../receiver/auth/issued-tokens.ts'
import { openProviderTokens } from '../../receiver/auth/provider-tokens.ts'
import {
  createTokenEndpoint,
  TOKEN_PATH,
  type TokenEndpoint,
} from '../../receiver/auth/token-endpoint.ts'
import type { TokenVerifier } from '../../receiver/auth/token-verifier.ts'
import type { Ready } from '../../report/ready.ts'
import type { AuthFlags } from './auth-flags.ts'
import { warn } from '../notices.ts'

/** Who is let into a receiver, and what is told of it. */
export interface Authentication {
  /** What the receiver is started with. */
  readonly admission: {
    readonly requirements: Requirements
    /** Left out without `--oauth`. */
    readonly tokenEndpoint?: TokenEndpoint
  }
  /** What the client of the token endpoint must know, of a receiver at this address. */
  readonly ready: (url: string) => Pick<Ready, 'oauth'>
}

/**
 * Gets ready what the flags ask for; every secret that they hold is kept off the screen. Null when the
 * run was interrupted. Throws `BAD_HEADER` or `BAD_TOKEN`, exit 2; with `--jwks-url` what the first
 * fetch of the keys throws, exit 3.
 */
export async function openAuthentication(
  flags: AuthFlags,
  context: Context,
  onTokenRequest: (request: TokenRequest) => void,
): Promise<Authentication | null> {
  const headers = toHeaders(flags, context)
  const token = toToken(flags, context)
  if (flags.oauth === true) return openIssuer(headers, flags, context, onTokenRequest)
  const { jwksUrl } = flags
  if (jwksUrl === undefined) return admitting({ token, headers })
  try {
    const verifyToken = await openProvider(jwksUrl, flags, context)
    return admitting({ token, headers, verifyToken })
  } catch (error) {
    if (context.signal.aborted) return null
    throw error
  }
}

function admitting(requirements: Requirements): Authentication {
  return { admission: { requirements }, ready: () => ({}) }
}

function toHeaders({ requireHeader }: AuthFlags, { secrets }: Context): AuthFlags['requireHeader'] {
  for (const [, value] of requireHeader) secrets.add(value)
  const names = requireHeader.map(([name]) => name.toLowerCase())
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice === undefined) return requireHeader
  throw new CliError('BAD_HEADER', `--require-header ${JSON.stringify(twice)} is given twice`, {
    hint: 'one value for each header: a request that repeats it is refused',
  })
}

function toToken({ requireToken }: AuthFlags, { secrets }: Context): string | null {
  if (requireToken === undefined) return null
  secrets.add(requireToken)
  if (isBearerToken(requireToken)) return requireToken
  throw new CliError('BAD_TOKEN', '--require-token: not a bearer token (RFC 6750, 2.1)', {
    hint: 'the token alone, without the word Bearer and without spaces or quotes',
  })
}

async function openIssuer(
  headers: Requirements['headers'],
  flags: AuthFlags,
  context: Context,
  onTokenRequest: (request: TokenRequest) => void,
): Promise<Authentication> {
  const { clock, random } = context
  const { clientId = 'hookstep', clientSecret: chosen, requireScope: scopes = [] } = flags
  if (chosen !== undefined) keepOffScreen(clientId, chosen, context)
  const clientSecret = chosen ?? makeUpSecret(context)
  const lifetimeMs = flags.tokenTtl
  const tokens = await createIssuedTokens({ lifetimeMs, requiredScopes: scopes, clock, random })
  const options = { clientId, clientSecret, tokens, scopes, clock, onTokenRequest }
  const requirements = { token: null, headers, verifyToken: tokens.verify }
  const secret = chosen === undefined ? { clientSecret } : {}
  return {
    admission: { requirements, tokenEndpoint: createTokenEndpoint(options) },
    ready: (url) => ({
      oauth: { tokenUrl: new URL(TOKEN_PATH, url).href, clientId, ...secret },
    }),
  }
}

/** 128 bits, in letters that no shell, URL or form changes, and short enough for a narrow window. */
function makeUpSecret({ random }: Context): string {
  return `hs_${Buffer.from(random.bytes(16)).toString('base64url')}`
}

/** The secret, and the Basic header that carries it, in both ways to write it. */
function keepOffScreen(clientId: string, clientSecret: string, { secrets }: Context): void {
  secrets.add(clientSecret)
  for (const encoding of CREDENTIALS_ENCODINGS) {
    const header = basicAuthorization({ clientId, clientSecret, encoding })
    secrets.add(header.slice('Basic '.length))
  }
}

async function openProvider(
  url: URL,
  { issuer, audience, requireScope = [] }: AuthFlags,
  context: Context,
): Promise<TokenVerifier> {
  const { clock, signal, version } = context
  const verifier = await openProviderTokens({
    url,
    issuer: issuer ?? null,
    audience: audience ?? null,
    requiredScopes: requireScope,
    exchange: await loadGotExchange(),
    userAgent: `hookstep/${version}`,
    clock,
    signal,
  })
  const issuerFlag = issuer === undefined ? ['--issuer'] : []
  const missing = [...issuerFlag, ...(audience === undefined ? ['--audience'] : [])]
  if (missing.length > 0) {
    const text = 'every token that these keys sign is let in, whatever it was issued for'
    warn(context, text, missing.join(' and '))
  }
  return verifier
}
