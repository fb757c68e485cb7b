import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ClientRegister } from './client-register.ts'
import { isName } from './names.ts'
import { answerJson } from './plain-answers.ts'
import { MOST_SOCKETS } from './relay-client.ts'
import type { RelayEvent } from './relay.ts'
import { statusFor } from './status-side.ts'

export interface RegistrationSideOptions {
  readonly clients: ClientRegister
  readonly faults: {
    readonly register: (request: IncomingMessage, response: ServerResponse) => boolean
  }
  readonly publicUrlOf: (id: string) => string
  readonly onEvent: (event: RelayEvent) => void
}

/** Answers `GET /?new`, `GET /<name>` and the status endpoints in localtunnel's protocol. */
export async function answerRegistration(
  request: IncomingMessage,
  response: ServerResponse,
  options: RegistrationSideOptions,
): Promise<void> {
  const status = statusFor(request, options.clients)
  if (status !== undefined) return answerJson(response, status.httpStatus, status.body)
  const wish = parseWish(request)
  if (wish.kind === 'refused') return answerJson(response, wish.status, wish.body)
  if (options.faults.register(request, response)) return
  if (wish.kind === 'invalid') {
    options.onEvent({ type: 'name-refused', name: wish.name, given: null, reason: 'invalid' })
    const message = 'Invalid subdomain: 4 to 63 lower case letters, digits and hyphens'
    return answerJson(response, 403, { message })
  }
  const { id, port } = await options.clients.open(wish.name)
  const url = options.publicUrlOf(id)
  answerJson(response, 200, { id, port, max_conn_count: MOST_SOCKETS, url })
}

type Wish =
  | { readonly kind: 'wanted'; readonly name: string | undefined }
  | { readonly kind: 'invalid'; readonly name: string }
  | { readonly kind: 'refused'; readonly status: number; readonly body: Record<string, string> }

function parseWish({ method, url = '/' }: IncomingMessage): Wish {
  if (method !== 'GET') {
    return { kind: 'refused', status: 405, body: { error: 'registration_is_get' } }
  }
  const [path = '', query = ''] = url.split('?')
  const name = path.slice(1)
  if (name === '' && /(^|&)new(=|&|$)/.test(query)) return { kind: 'wanted', name: undefined }
  if (name === '' || name.includes('/')) {
    const hint = 'this is a tunnel relay: register with GET /?new or GET /<name>'
    return { kind: 'refused', status: 404, body: { error: 'not_found', hint } }
  }
  return isName(name) ? { kind: 'wanted', name } : { kind: 'invalid', name }
}
