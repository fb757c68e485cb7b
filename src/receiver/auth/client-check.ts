import type { IncomingMessage } from 'node:http'
import { headerValues } from '../header-values.ts'
import type { Refusal } from '../refusal.ts'
import { digestOf, isSame } from './digest.ts'
import { badTokenRequest, invalidClient } from './oauth-refusal.ts'
import type { TokenForm } from './token-form.ts'

export interface Client {
  readonly clientId: string
  readonly clientSecret: string
}

/** Looks at what a client shows of itself. Null stands for the one that is known. */
export type ClientCheck = (request: IncomingMessage, form: TokenForm) => Refusal | null

/** An id and a secret that the header may mean. */
type Reading = readonly [clientId: string, clientSecret: string]

const IN_BODY = 'the secret is in the body; the vendor sends it in a Basic header'
const BASIC = /^basic +([A-Za-z\d+/]+={0,2})$/i

/**
 * Wants the client's id and secret in the Basic header, where the vendor sends them (vendor-facts 4). In
 * the body RFC 6749, 2.3.1 does not recommend them, and they are not taken from there.
 */
export function checkClient({ clientId, clientSecret }: Client): ClientCheck {
  const id = digestOf(clientId)
  const secret = digestOf(clientSecret)
  return (request, form) => {
    const [value, ...more] = headerValues(request, 'authorization')
    const hasSecret = form.has('client_secret')
    if (value === undefined) {
      return invalidClient(hasSecret ? IN_BODY : 'there is no Basic header')
    }
    if (more.length > 0) return badTokenRequest('invalid_request', 'Authorization was sent twice')
    if (hasSecret) {
      return badTokenRequest('invalid_request', 'a secret in the header, and one in the body')
    }
    return judge(readBasic(value), id, secret)
  }
}

/** Digests are compared, in constant time, and every one of them: only our own screen hears which differs. */
function judge(readings: readonly Reading[], id: Buffer, secret: Buffer): Refusal | null {
  const matches = readings.map(([shownId, shownSecret]) => ({
    isId: isSame(shownId, id),
    isSecret: isSame(shownSecret, secret),
  }))
  if (matches.some(({ isId, isSecret }) => isId && isSecret)) return null
  if (matches.length === 0) return invalidClient('Authorization is not Basic, with id:secret')
  const isKnown = matches.some(({ isId }) => isId)
  return invalidClient(`the client ${isKnown ? 'secret' : 'id'} is another one`)
}

/**
 * The two ways to read a Basic header: as RFC 6749, 2.3.1 has it, form-urlencoded inside, and plain, as
 * on the vendor's page. They differ for unusual characters only.
 */
function readBasic(value: string): Reading[] {
  const encoded = BASIC.exec(value)?.[1]
  const text = encoded === undefined ? '' : Buffer.from(encoded, 'base64').toString()
  const colon = text.indexOf(':')
  if (colon === -1) return []
  const plain: Reading = [text.slice(0, colon), text.slice(colon + 1)]
  const decoded = plain.map(formDecoded)
  return [plain, [String(decoded[0]), String(decoded[1])]]
}

/** The text itself, where it is not form-urlencoded. */
function formDecoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}
