import type { Refusal } from '../refusal.ts'
import { badTokenRequest } from './oauth-refusal.ts'
import { scopesOf } from './scopes.ts'

/** The parameters of a token request, each once and none of them empty. */
export type TokenForm = ReadonlyMap<string, string>

interface Refused {
  readonly ok: false
  readonly refusal: Refusal
}

/**
 * Reads the body of a token request. A parameter without a value counts as left out, and one that is
 * repeated is refused (RFC 6749, 3.2).
 */
export function readTokenForm(
  bytes: Uint8Array,
): { readonly ok: true; readonly fields: TokenForm } | Refused {
  const fields = new Map<string, string>()
  for (const [name, value] of new URLSearchParams(Buffer.from(bytes).toString())) {
    if (value === '') continue
    if (fields.has(name)) return bad('invalid_request', 'a parameter was sent twice')
    fields.set(name, value)
  }
  return { ok: true, fields }
}

/** Wants the one grant that there is: the client's own credentials (RFC 6749, 4.4.2). */
export function judgeGrant(form: TokenForm): Refusal | null {
  const grant = form.get('grant_type')
  if (grant === undefined) return badTokenRequest('invalid_request', 'there is no grant_type')
  if (grant === 'client_credentials') return null
  return badTokenRequest('unsupported_grant_type', `grant_type is ${grant}`)
}

/** The scopes that a client gets: those it asks for; all, where it asks for none (RFC 6749, 3.3). */
export function grantScopes(
  form: TokenForm,
  scopes: readonly string[],
): { readonly ok: true; readonly scopes: readonly string[] } | Refused {
  const asked = [...new Set(scopesOf(form.get('scope') ?? ''))]
  if (asked.length === 0) return { ok: true, scopes }
  const unknown = asked.filter((scope) => !scopes.includes(scope))
  if (unknown.length === 0) return { ok: true, scopes: asked }
  return bad('invalid_scope', `scope ${unknown.join(' ')}: --require-scope does not name it`)
}

function bad(code: string, detail: string): Refused {
  return { ok: false, refusal: badTokenRequest(code, detail) }
}
