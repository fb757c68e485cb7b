import type { JSONWebKeySet } from 'jose'
import { headerValues, type Answer } from '../../contract/acknowledgement.ts'
import type { Outcome } from '../../contract/delivery.ts'
import { CliError } from '../../contract/errors.ts'
import type { Exchange } from '../../exchange/exchange.ts'

export interface KeySetRequest {
  readonly url: URL
  readonly exchange: Exchange
  readonly userAgent: string
  readonly signal: AbortSignal
}

/** A request that waits for the keys has ten seconds in all. */
const TIMEOUT_MS = 5000
/** Kinds of keys that verify a signature and cannot make one. */
const PUBLIC_KINDS = new Set<unknown>(['RSA', 'EC', 'OKP'])

/**
 * Fetches a JSON Web Key Set (RFC 7517, 5); redirects are not followed. Throws `JWKS_UNAVAILABLE`, or
 * `BAD_JWKS` for an answer that is none, exit 3; rejects with the signal's reason.
 */
export async function fetchKeySet(request: KeySetRequest): Promise<JSONWebKeySet> {
  const { url, exchange, userAgent, signal } = request
  const outcome = await exchange({
    method: 'GET',
    url,
    headers: [
      ['accept', 'application/jwk-set+json, application/json'],
      ['accept-encoding', 'identity'],
      ['user-agent', userAgent],
    ],
    body: null,
    timeoutMs: TIMEOUT_MS,
    verifyCertificate: true,
    signal,
  })
  if (outcome.kind === 'answer' && outcome.answer.httpStatus === 200) {
    return readKeySet(outcome.answer, url)
  }
  throw new CliError('JWKS_UNAVAILABLE', `no keys from ${url.origin}: ${describe(outcome)}`, {
    exitCode: 3,
    hint: 'check --jwks-url, and that the provider is up',
  })
}

function readKeySet({ body, isBodyCut }: Answer, url: URL): JSONWebKeySet {
  const value = isBodyCut ? null : parse(body)
  const keys: unknown = (value as Partial<JSONWebKeySet> | null)?.keys
  if (!Array.isArray(keys)) throw badKeySet(url, 'it is no JSON object with a list of keys')
  const usable = keys.filter((key) => PUBLIC_KINDS.has((key as { kty?: unknown } | null)?.kty))
  if (usable.length === 0) throw badKeySet(url, 'no key in it verifies a signature')
  return { keys: usable as JSONWebKeySet['keys'] }
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return null
  }
}

function describe(outcome: Outcome): string {
  if (outcome.kind === 'failure') return `${outcome.failure.code} ${outcome.failure.detail}`
  const [location] = headerValues(outcome.answer, 'location')
  const target = location === undefined ? '' : ` to ${location}, which is not followed`
  return `it answered ${outcome.answer.httpStatus}${target}`
}

function badKeySet({ origin }: URL, problem: string): CliError {
  return new CliError('BAD_JWKS', `what ${origin} answered is no key set: ${problem}`, {
    exitCode: 3,
    hint: "check --jwks-url: the jwks_uri of your provider's /.well-known/openid-configuration",
  })
}
