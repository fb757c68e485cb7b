import { timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Listener } from './mortal-server.ts'

/** One request, as an endpoint sees it. */
export interface Seen {
  readonly method: string
  readonly url: string
  readonly httpVersion: string
  readonly headers: Readonly<Record<string, string | undefined>>
  /** Empty where it is too large to be read. */
  readonly body: Buffer
  readonly isTooLarge: boolean
}

export interface Reply {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** What the endpoint asks for; all of it is public in a test. */
export interface Required {
  readonly token?: string
  /** Custom headers, by their names in lower case. */
  readonly headers?: Readonly<Record<string, string>>
}

const LIMIT = 1024 * 1024

/** An endpoint that is right in everything: what `check` asks for, in the order in which it is to be asked. */
export function healthy(required: Required = {}): Listener {
  return (request, response) => {
    void readRequest(request).then((seen) => send(response, answerWell(seen, required)))
  }
}

/** The right answer to a request. */
export function answerWell(seen: Seen, required: Required): Reply {
  const { method, headers, isTooLarge, body } = seen
  if (method !== 'POST') return { status: 405, headers: { allow: 'POST' } }
  const denied = deny(seen, required)
  if (denied !== null) return denied
  if (headers['content-encoding'] !== undefined) return { status: 415 }
  if (!/^application\/json\b/.test(headers['content-type'] ?? '')) return { status: 415 }
  if (isTooLarge) return { status: 413 }
  return isNotification(parse(body)) ? { status: 204 } : { status: 400 }
}

function deny({ headers }: Seen, { token, headers: custom = {} }: Required): Reply | null {
  if (token !== undefined && !isRight(headers['authorization'], token)) {
    const error = headers['authorization'] === undefined ? '' : ', error="invalid_token"'
    return { status: 401, headers: { 'www-authenticate': `Bearer realm="webhook"${error}` } }
  }
  const isWrong = Object.entries(custom).some(([name, value]) => headers[name] !== value)
  return isWrong ? { status: 403 } : null
}

function isRight(authorization: string | undefined, token: string): boolean {
  const [, sent] = /^bearer (.+)$/i.exec(authorization ?? '') ?? []
  if (sent?.length !== token.length) return false
  return timingSafeEqual(Buffer.from(sent), Buffer.from(token))
}

/** Undefined for what is not JSON, or not UTF-8. */
export function parse(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) as unknown
  } catch {
    return undefined
  }
}

/** The fields of a notification, or what there is of them. */
export interface Fields {
  readonly interviewId?: unknown
  readonly externalCustomerId?: unknown
  readonly externalId?: unknown
  readonly clientId?: unknown
  readonly onboardingStatus?: unknown
}

function isNotification(value: unknown): boolean {
  const { interviewId, onboardingStatus } = fieldsOf(value)
  return typeof interviewId === 'string' && typeof onboardingStatus === 'string'
}

/** The fields of an object; none for anything else. */
export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}
}

/** Reads all of the body; what is too large is let go by. Never resolves for a client that goes away. */
export async function readRequest(request: IncomingMessage): Promise<Seen> {
  const chunks: Buffer[] = []
  let size = 0
  request.on('data', (chunk: Buffer) => {
    size += chunk.length
    if (size <= LIMIT) chunks.push(chunk)
  })
  request.on('error', () => {})
  await new Promise((resolve) => request.once('end', resolve))
  const { method = '', url = '', httpVersion, headers } = request
  return {
    method,
    url,
    httpVersion,
    headers: headers as Seen['headers'],
    body: size > LIMIT ? Buffer.alloc(0) : Buffer.concat(chunks),
    isTooLarge: size > LIMIT,
  }
}

export function send(response: ServerResponse, { status, headers = {}, body = '' }: Reply): void {
  response.writeHead(status, headers).end(body)
}
