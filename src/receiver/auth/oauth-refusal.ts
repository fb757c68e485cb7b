import { refuse, type Refusal } from '../refusal.ts'

/** Neither a token nor a refusal is for a cache (RFC 6749, 5.1). */
export const NO_STORE = { 'cache-control': 'no-store', pragma: 'no-cache' } as const

/** A request that is not one for a token: `invalid_request`, `invalid_scope` and the like (RFC 6749, 5.2). */
export function badTokenRequest(code: string, detail: string, httpStatus = 400): Refusal {
  return refuse(httpStatus, code, detail, NO_STORE)
}

/** A client that did not show who it is. The answer does not say what was wrong; our screen does. */
export function invalidClient(detail: string): Refusal {
  const challenge = { 'www-authenticate': 'Basic realm="hookstep", charset="UTF-8"' }
  return refuse(401, 'invalid_client', detail, { ...NO_STORE, ...challenge })
}
