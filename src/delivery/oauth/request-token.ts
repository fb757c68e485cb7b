import type { Clock } from '../../context.ts'
import { CliError } from '../../contract/errors.ts'
import type { Outcome } from '../../contract/delivery.ts'
import type { Exchange } from '../../exchange/exchange.ts'
import { basicAuthorization, type ClientCredentials } from './client-credentials.ts'
import { readTokenAnswer, type AccessToken } from './token-answer.ts'

export interface TokenRequestOptions {
  readonly url: URL
  readonly credentials: ClientCredentials
  readonly exchange: Exchange
  readonly userAgent: string
  readonly verifyCertificate: boolean
  readonly clock: Clock
  readonly signal: AbortSignal
}

/** Three tries, together within ten seconds (hardening O3); ours. */
const TRY_TIMEOUT_MS = 3000
const PAUSES_MS = [200, 600]

/**
 * Asks the token endpoint for a token (vendor-facts 4): Basic header, form body, never redirected. What
 * fails on the way, and a 5xx, is tried three times. Throws `TOKEN_UNAVAILABLE`, or what
 * `readTokenAnswer` throws; exit 3.
 */
export async function requestToken(options: TokenRequestOptions): Promise<AccessToken> {
  let problem = ''
  for (const pauseMs of [...PAUSES_MS, null]) {
    const outcome = await askOnce(options)
    const token = outcome.kind === 'answer' ? readTokenAnswer(outcome.answer) : null
    if (token !== null) return token
    problem = describe(outcome)
    if (pauseMs !== null) await options.clock.sleep(pauseMs, options.signal)
  }
  throw new CliError('TOKEN_UNAVAILABLE', `no token from ${options.url.origin}: ${problem}`, {
    exitCode: 3,
    hint: 'check --oauth-url, and that the authorization server is up',
  })
}

async function askOnce(options: TokenRequestOptions): Promise<Outcome> {
  return options.exchange({
    method: 'POST',
    url: options.url,
    headers: [
      ['authorization', basicAuthorization(options.credentials)],
      ['content-type', 'application/x-www-form-urlencoded'],
      ['accept', 'application/json'],
      ['accept-encoding', 'identity'],
      ['user-agent', options.userAgent],
    ],
    body: new TextEncoder().encode('grant_type=client_credentials'),
    timeoutMs: TRY_TIMEOUT_MS,
    verifyCertificate: options.verifyCertificate,
    signal: options.signal,
  })
}

function describe(outcome: Outcome): string {
  if (outcome.kind === 'failure') return `${outcome.failure.code} ${outcome.failure.detail}`
  return `it answered ${outcome.answer.httpStatus}`
}
