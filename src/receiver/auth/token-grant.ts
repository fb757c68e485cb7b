import type { IncomingMessage } from 'node:http'
import type { TokenIssued } from '../../contract/token-request.ts'
import type { Refusal } from '../refusal.ts'
import { checkClient, type Client } from './client-check.ts'
import type { IssuedTokens } from './issued-tokens.ts'
import { grantScopes, judgeGrant, readTokenForm } from './token-form.ts'

export interface GrantOptions extends Client {
  readonly tokens: IssuedTokens
  /** What a client may ask for, and gets where it asks for nothing. */
  readonly scopes: readonly string[]
}

/** What a request for a token comes to. */
export type TokenReply =
  | { readonly kind: 'granted'; readonly token: string; readonly issued: TokenIssued }
  | { readonly kind: 'refused'; readonly refusal: Refusal }

/** Gives a token for a request and its whole body, or says why there is none. */
export type Grant = (request: IncomingMessage, body: Uint8Array) => Promise<TokenReply>

/** Client credentials for a token (RFC 6749, 4.4): the client first, then what it asks for. */
export function createGrant(options: GrantOptions): Grant {
  const { clientId, tokens, scopes } = options
  const judgeClient = checkClient(options)
  return async (request, body) => {
    const form = readTokenForm(body)
    if (!form.ok) return refused(form.refusal)
    const refusal = judgeClient(request, form.fields) ?? judgeGrant(form.fields)
    if (refusal !== null) return refused(refusal)
    const granted = grantScopes(form.fields, scopes)
    if (!granted.ok) return refused(granted.refusal)
    const { expiresIn } = tokens
    const issued: TokenIssued = { kind: 'issued', clientId, expiresIn, scopes: granted.scopes }
    return { kind: 'granted', token: await tokens.issue(granted.scopes), issued }
  }
}

/** A refusal, as a reply. */
export function refused(refusal: Refusal): TokenReply {
  return { kind: 'refused', refusal }
}
