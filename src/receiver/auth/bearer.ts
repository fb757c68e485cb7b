import type { IncomingMessage } from 'node:http'
import { headerValues } from '../header-values.ts'
import { refuse, type Refusal } from '../refusal.ts'

const REALM = 'Bearer realm="hookstep"'
/** RFC 6750, 2.1: the scheme in any case, one space or more, one token. */
const BEARER = /^bearer +([\w.~+/-]+=*)$/i

/** The token that a request carries, or why there is none to look at. */
export type BearerReading =
  | { readonly token: string; readonly refusal: null }
  | { readonly token: null; readonly refusal: Refusal }

/** Reads the bearer token of a request, where it carries one as RFC 6750, 2.1 has it (hardening A1, A4). */
export function readBearer(request: IncomingMessage): BearerReading {
  if (hasAccessToken(queryOf(request))) return none(invalidRequest('access_token in the query'))
  const values = headerValues(request, 'authorization')
  if (values.length > 1) {
    return none(invalidRequest(`Authorization was sent ${values.length} times`))
  }
  const [value] = values
  if (value === undefined) return none(unauthorized('there is no Authorization header'))
  const token = BEARER.exec(value)?.[1]
  if (token !== undefined) return { token, refusal: null }
  return none(invalidRequest('Authorization is not "Bearer" and one token'))
}

/** What a request is answered that carries its token where it is written into logs, or twice. */
export function invalidRequest(detail: string): Refusal {
  return challenged(400, 'invalid_request', detail)
}

/** What a wrong, expired or foreign token is answered (hardening A2). */
export function invalidToken(detail: string): Refusal {
  return challenged(401, 'invalid_token', detail)
}

/** What a good token is answered that does not cover what is asked; names the scopes that would (A3). */
export function insufficientScope(detail: string, scopes: readonly string[]): Refusal {
  return challenged(403, 'insufficient_scope', detail, `, scope="${scopes.join(' ')}"`)
}

/** True for a form or a query that carries a token (RFC 6750, 2.2 and 2.3). */
export function hasAccessToken(form: string): boolean {
  return new URLSearchParams(form).has('access_token')
}

/** Nothing was shown, so nothing is said of what is wrong with it (RFC 6750, 3.1). */
function unauthorized(detail: string): Refusal {
  return refuse(401, 'unauthorized', detail, { 'www-authenticate': REALM })
}

function challenged(httpStatus: number, error: string, detail: string, more = ''): Refusal {
  const challenge = `${REALM}, error="${error}"${more}`
  return refuse(httpStatus, error, detail, { 'www-authenticate': challenge })
}

function none(refusal: Refusal): BearerReading {
  return { token: null, refusal }
}

function queryOf({ url = '' }: IncomingMessage): string {
  const start = url.indexOf('?')
  return start === -1 ? '' : url.slice(start + 1)
}
