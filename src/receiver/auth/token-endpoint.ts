import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Clock } from '../../context.ts'
import type { TokenRefused, TokenRequest } from '../../contract/token-request.ts'
import { admitMethod, isForm } from '../admission.ts'
import { sendRefusal } from '../answer.ts'
import type { BodyBudget } from '../body-budget.ts'
import { admitFraming, waitsForContinue } from '../framing.ts'
import { headerValues } from '../header-values.ts'
import type { ReceiverLimits } from '../limits.ts'
import { readBody, type ReadBody } from '../read-body.ts'
import { closing, isClosing, refuse, type Refusal } from '../refusal.ts'
import { untilEnded } from '../respond.ts'
import { badTokenRequest, NO_STORE } from './oauth-refusal.ts'
import {
  createGrant,
  refused,
  type Grant,
  type GrantOptions,
  type TokenReply,
} from './token-grant.ts'

/** Where the receiver serves it; ours, the vendor takes any URL. */
export const TOKEN_PATH = '/oauth/token'

export interface TokenEndpointOptions extends GrantOptions {
  readonly clock: Pick<Clock, 'now'>
  readonly onTokenRequest: (request: TokenRequest) => void
}

/** A request for a token that is being answered. */
export interface TokenVisit {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  /** Set when the connection broke in the middle of the body: what the client was answered then. */
  readonly refusal: Refusal | null
}

/** What a request for a token shares with every other one. */
export interface TokenDesk {
  readonly limits: ReceiverLimits
  readonly budget: BodyBudget
  readonly closing: WeakSet<Socket>
}

/** The token endpoint that the vendor would call, beside the receiver. */
export interface TokenEndpoint {
  /** True for what is addressed to it, whatever else is wrong with it. */
  readonly serves: (request: IncomingMessage) => boolean
  /** Answers a request and tells of it. One that breaks the framing ends its connection. */
  readonly answer: (visit: TokenVisit, desk: TokenDesk) => Promise<void>
}

/** Two short parameters need no more. */
const FORM_BYTES = 8192
const LEFT = refuse(400, 'aborted', 'the client left')

/** Makes the endpoint: one client, and one grant (RFC 6749, 4.4). */
export function createTokenEndpoint(options: TokenEndpointOptions): TokenEndpoint {
  const { clock, onTokenRequest } = options
  const grant = createGrant(options)
  return {
    serves: ({ url = '' }) => url.split('?', 1)[0] === TOKEN_PATH,
    answer: async (visit, desk) => {
      const receivedAt = clock.now()
      const ended = untilEnded(visit.response)
      const reply = await replyTo(visit, desk, grant)
      onTokenRequest({ receivedAt, ...(await send(reply, visit, ended)) })
    },
  }
}

/** What the request comes to; null where the client left in the middle. */
async function replyTo(
  { request, response }: TokenVisit,
  desk: TokenDesk,
  grant: Grant,
): Promise<TokenReply | null> {
  const barred = admit(request, desk)
  if (waitsForContinue(request)) {
    const early = barred ?? admitSize(Number(request.headers['content-length'] ?? 0))
    if (early !== null) return refused(closing(early))
    response.writeContinue()
  }
  const body = await readForm(request, desk, barred === null)
  if (body.kind === 'aborted') return null
  const refusal = barred ?? admitSize(body.sizeBytes) ?? admitRoom(body)
  if (refusal === null) return grant(request, body.bytes)
  return refused(body.isCut ? closing(refusal) : refusal)
}

function admit(request: IncomingMessage, desk: TokenDesk): Refusal | null {
  const refusal = admitFraming(request, desk.limits) ?? admitMethod(request) ?? admitForm(request)
  // Before anything is awaited: the next request of the same packet is on its way.
  if (isClosing(refusal)) desk.closing.add(request.socket)
  return refusal
}

async function readForm(
  request: IncomingMessage,
  { limits: { drainBytes }, budget }: TokenDesk,
  isKept: boolean,
): Promise<ReadBody> {
  const reservation = budget.open()
  const options = { isKept, bodyBytes: FORM_BYTES, drainBytes, reservation }
  return readBody(request, options).finally(() => reservation.release())
}

/** Sends the reply and says what to tell of it. */
async function send(
  reply: TokenReply | null,
  { response, refusal: brokenBy }: TokenVisit,
  ended: Promise<boolean>,
): Promise<Omit<TokenRequest, 'receivedAt'>> {
  if (reply === null) {
    return { httpStatus: brokenBy?.httpStatus ?? null, outcome: told(brokenBy ?? LEFT) }
  }
  if (reply.kind === 'granted') sendToken(response, reply)
  else sendRefusal(response, reply.refusal)
  const outcome = reply.kind === 'granted' ? reply.issued : told(reply.refusal)
  return { httpStatus: (await ended) ? response.statusCode : null, outcome }
}

/** RFC 6749, 5.1. The scope is named where there is one: it need not be what was asked for. */
function sendToken(
  response: ServerResponse,
  { token, issued: { expiresIn, scopes } }: Extract<TokenReply, { kind: 'granted' }>,
): void {
  const scope = scopes.length > 0 ? { scope: scopes.join(' ') } : {}
  const fields = { access_token: token, token_type: 'Bearer', expires_in: expiresIn, ...scope }
  const body = JSON.stringify(fields)
  const headers = { 'content-type': 'application/json', 'content-length': body.length }
  response.writeHead(200, { ...headers, ...NO_STORE }).end(body)
}

function admitForm(request: IncomingMessage): Refusal | null {
  if (headerValues(request, 'content-encoding').length > 0) {
    return badTokenRequest('invalid_request', 'an encoded body')
  }
  if (isForm(request) && headerValues(request, 'content-type').length === 1) return null
  return badTokenRequest('invalid_request', 'the body is not application/x-www-form-urlencoded')
}

function admitSize(sizeBytes: number): Refusal | null {
  if (sizeBytes <= FORM_BYTES) return null
  return badTokenRequest('invalid_request', `a body of more than ${FORM_BYTES} bytes`, 413)
}

function admitRoom({ kind }: ReadBody): Refusal | null {
  if (kind !== 'overloaded') return null
  return refuse(503, 'overloaded', 'too many bodies are under way', { 'retry-after': '1' })
}

function told({ code, detail }: Refusal): TokenRefused {
  return { kind: 'refused', code, detail }
}
