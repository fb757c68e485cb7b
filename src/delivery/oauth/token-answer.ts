import { headerValues, type Answer } from '../../contract/acknowledgement.ts'
import { isBearerToken } from '../../contract/bearer-token.ts'
import { CliError } from '../../contract/errors.ts'

/** An access token and how long it lives from now, in milliseconds; 0 must not be kept. */
export interface AccessToken {
  readonly value: string
  readonly lifetimeMs: number
}

/** For an answer that names no lifetime, which the vendor calls mandatory; ours (hardening O5). */
const DEFAULT_LIFETIME_S = 300
const LONGEST_LIFETIME_S = 24 * 60 * 60
/** The most characters of a value of the server that a message may hold (hardening C8). */
const LONGEST_VALUE = 200

/**
 * Reads the answer of a token endpoint (vendor-facts 4, RFC 6749 5.1). Throws `TOKEN_REFUSED` for a 4xx
 * and `BAD_TOKEN_RESPONSE` for an answer that is none, exit 3; null stands for a 5xx, to be tried again.
 */
export function readTokenAnswer(answer: Answer): AccessToken | null {
  if (answer.httpStatus >= 500) return null
  const body = parseObject(answer.body)
  if (answer.httpStatus >= 400) throw refused(answer.httpStatus, body)
  if (answer.httpStatus !== 200) throw badResponse(unexpectedStatus(answer))
  if (body === null) throw badResponse('the body is not a JSON object')
  checkType(body['token_type'])
  return { value: readToken(body['access_token']), lifetimeMs: readLifetimeMs(body['expires_in']) }
}

function readToken(token: unknown): string {
  if (typeof token !== 'string' || token === '') throw badResponse('it has no access_token')
  // Anything else could break out of the header.
  if (!isBearerToken(token)) throw badResponse('access_token is not a bearer token')
  return token
}

function checkType(type: unknown): void {
  if (type === undefined || (typeof type === 'string' && type.toLowerCase() === 'bearer')) return
  throw badResponse('token_type is not Bearer')
}

/** A number, or a number in quotes; nothing below 0, nothing above a day. */
function readLifetimeMs(expiresIn: unknown): number {
  const isGiven = expiresIn !== undefined && expiresIn !== null
  const seconds = isGiven ? Number(expiresIn) : DEFAULT_LIFETIME_S
  if (Number.isNaN(seconds)) throw badResponse('expires_in is not a number')
  return Math.min(Math.max(seconds, 0), LONGEST_LIFETIME_S) * 1000
}

function unexpectedStatus(answer: Answer): string {
  const [location] = headerValues(answer, 'location')
  const target = location === undefined ? '' : ` to ${brief(location)}`
  return `the answer is ${answer.httpStatus}${target}, which is not followed`
}

/** A value of the server, or its length only: half a secret would not be found in the message any more. */
function brief(text: string): string {
  return text.length <= LONGEST_VALUE ? text : `(${text.length} characters)`
}

function refused(httpStatus: number, body: Record<string, unknown> | null): CliError {
  const code = typeof body?.['error'] === 'string' ? ` ${brief(body['error'])}` : ''
  return new CliError('TOKEN_REFUSED', `the token endpoint answered ${httpStatus}${code}`, {
    exitCode: 3,
    hint: 'check --oauth-url, --client-id and HOOKSTEP_CLIENT_SECRET',
  })
}

function badResponse(problem: string): CliError {
  return new CliError(
    'BAD_TOKEN_RESPONSE',
    `the answer of the token endpoint is no token: ${problem}`,
    {
      exitCode: 3,
      hint: 'check --oauth-url: it must answer {"access_token":"…","expires_in":3600}',
    },
  )
}

function parseObject(bytes: Uint8Array): Record<string, unknown> | null {
  try {
    const value = JSON.parse(new TextDecoder().decode(bytes)) as unknown
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    return isObject ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}
