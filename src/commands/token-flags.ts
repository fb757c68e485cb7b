import { Option, type Command } from 'commander'
import { parseToken } from '../config/parse-token.ts'
import { parseTokenUrl } from '../config/parse-token-url.ts'
import type { Context } from '../context.ts'
import { CliError } from '../contract/errors.ts'
import { createAccessTokenSource } from '../delivery/oauth/access-token-source.ts'
import {
  basicAuthorization,
  CREDENTIALS_ENCODINGS,
  type ClientCredentials,
  type CredentialsEncoding,
} from '../delivery/oauth/client-credentials.ts'
import { requestToken } from '../delivery/oauth/request-token.ts'
import { fixedToken, type SharedTokenSource } from '../delivery/token-source.ts'
import type { Exchange } from '../exchange/exchange.ts'

export interface TokenFlags {
  readonly token?: string
  readonly oauthUrl?: string
  readonly clientId?: string
  readonly clientSecret?: string
  readonly oauthCredentials: CredentialsEncoding
  readonly keepTokenOn401?: boolean
  readonly insecure?: boolean
}

/** Makes the token source of a run, once an exchange is there. */
export type TokenSourceFactory = (exchange: Exchange) => SharedTokenSource

/** Adds the flags that say which bearer token notifications carry. */
export function addTokenFlags(command: Command): Command {
  return command
    .option(
      '--token <token>',
      'send Authorization: Bearer <token>; HOOKSTEP_TOKEN keeps it off the command line',
    )
    .addOption(
      new Option(
        '--oauth-url <url>',
        'get the token here first, by OAuth 2.0 client credentials',
      ).conflicts('token'),
    )
    .option('--client-id <id>', 'the client id for --oauth-url')
    .option(
      '--client-secret <secret>',
      'its secret; HOOKSTEP_CLIENT_SECRET keeps it off the command line',
    )
    .addOption(
      new Option(
        '--oauth-credentials <encoding>',
        "how id and secret are encoded: RFC 6749's way, or plain as on the vendor's page",
      )
        .choices(CREDENTIALS_ENCODINGS)
        .default('rfc6749'),
    )
}

/** Adds the flag for senders that fetch a new token after a 401. */
export function addTokenRefusalFlag(command: Command): Command {
  return command.option(
    '--keep-token-on-401',
    'go on with a token that the endpoint answered 401 to',
  )
}

/**
 * The source of bearer tokens that the flags describe; every secret in them is kept off the screen.
 * `restMs` is how long a failure, and a token that a 401 asked for, stand. Throws `BAD_TOKEN`, `OAUTH_INCOMPLETE`,
 * `BAD_URL` or `INSECURE_TOKEN_URL`, exit 2.
 */
export function toTokenSource(flags: TokenFlags, context: Context, restMs = 0): TokenSourceFactory {
  const url = toTokenUrl(flags)
  if (url === null) {
    const source = fixedToken(checkedToken(flags, context))
    return () => source
  }
  const credentials = toCredentials(flags)
  context.secrets.add(credentials.clientSecret)
  context.secrets.add(basicAuthorization(credentials).slice('Basic '.length))
  const { clock, signal, version } = context
  return (exchange) =>
    createAccessTokenSource({
      request: async () =>
        requestToken({
          url,
          credentials,
          exchange,
          clock,
          signal,
          userAgent: `hookstep/${version}`,
          verifyCertificate: flags.insecure !== true,
        }),
      clock,
      keepOnRefusal: flags.keepTokenOn401 === true,
      onToken: context.secrets.add,
      rest: { ms: restMs, sleep: async (ms) => clock.sleep(ms, signal) },
    })
}

/** The URL that is asked for tokens; null where none is. Throws `BAD_URL` or `INSECURE_TOKEN_URL`, exit 2. */
export function toTokenUrl({ oauthUrl, insecure }: TokenFlags): URL | null {
  return oauthUrl === undefined ? null : parseTokenUrl(oauthUrl, insecure === true)
}

function toCredentials(flags: TokenFlags): ClientCredentials {
  const { clientId, clientSecret, oauthCredentials: encoding } = flags
  if (clientId !== undefined && clientSecret !== undefined)
    return { clientId, clientSecret, encoding }
  const missing = clientId === undefined ? '--client-id' : '--client-secret'
  throw new CliError('OAUTH_INCOMPLETE', `--oauth-url needs ${missing}`, {
    hint: `${missing}, or HOOKSTEP_${missing.slice(2).replace('-', '_').toUpperCase()} in the environment`,
  })
}

function checkedToken(
  { token, clientId, clientSecret }: TokenFlags,
  { secrets }: Context,
): string | null {
  if (clientId !== undefined || clientSecret !== undefined) {
    throw new CliError('OAUTH_INCOMPLETE', '--client-id and --client-secret need --oauth-url', {
      hint: '--oauth-url https://auth.example.com/oauth2/token',
    })
  }
  if (token === undefined) return null
  secrets.add(token)
  return parseToken(token)
}
