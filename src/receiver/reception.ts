import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Clock } from '../context.ts'
import type { ReceivedRequest, SessionTimeline } from '../contract/received.ts'
import type { AnswerOptions } from './answer.ts'
import { createAuthenticator, type Authenticator, type Requirements } from './auth/authenticator.ts'
import type { TokenEndpoint } from './auth/token-endpoint.ts'
import { createBodyBudget, type BodyBudget } from './body-budget.ts'
import type { RequestLine } from './broken-request.ts'
import { claimsOf } from './header-values.ts'
import { DEFAULT_LIMITS, type ReceiverLimits } from './limits.ts'
import { enter, readRequest } from './read-request.ts'
import { isClosing, type Refusal } from './refusal.ts'
import { contentOf, respond, untilEnded } from './respond.ts'
import { createSessionTimelines, type SessionTimelines } from './session-timelines.ts'

export interface ReceptionOptions {
  readonly answer: AnswerOptions
  /** A GET of this path is answered with this text and not shown: it proves the way in. */
  readonly probe: { readonly path: string; readonly nonce: string }
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly onRequest: (received: ReceivedRequest) => void
  /** Told of a bug: an exception while a request was received. */
  readonly onError: (error: unknown) => void
  /** True refuses what the vendor would not send, and what it leaves open. @default false */
  readonly isStrict?: boolean
  /** @default everybody is let in */
  readonly requirements?: Requirements
  /** Answers what is addressed to it; that is no notification and not told as one. @default none */
  readonly tokenEndpoint?: TokenEndpoint
  /** @default DEFAULT_LIMITS */
  readonly limits?: ReceiverLimits
}

/** A request that is being received. */
export interface Visit {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  /** Set when the connection broke in the middle of the body: what the sender was answered then. */
  refusal: Refusal | null
  /** Resolves when the request is answered and told. */
  done: Promise<void>
}

/** What takes requests in and tells of them. */
export interface Reception {
  readonly options: ReceptionOptions
  readonly limits: ReceiverLimits
  /** Requests that are not answered and told yet. */
  readonly visits: ReadonlySet<Visit>
  /** Connections that end with an answer under way: what still comes on them is no request. */
  readonly closing: WeakSet<Socket>
  readonly receive: (request: IncomingMessage, response: ServerResponse) => void
  /** Tells of a request that never became one. */
  readonly tellBroken: (refusal: Refusal, line: RequestLine, httpStatus: number | null) => void
  readonly sessions: () => SessionTimeline[]
}

interface Desk {
  readonly options: ReceptionOptions
  readonly isStrict: boolean
  readonly closing: WeakSet<Socket>
  readonly limits: ReceiverLimits
  readonly authenticator: Authenticator
  readonly budget: BodyBudget
  readonly timelines: SessionTimelines
  readonly nextSeq: () => number
}

/** Starts with nothing received. */
export function createReception(options: ReceptionOptions): Reception {
  const limits = options.limits ?? DEFAULT_LIMITS
  let seq = 0
  const desk: Desk = {
    options,
    limits,
    isStrict: options.isStrict === true,
    closing: new WeakSet(),
    authenticator: createAuthenticator(options.requirements ?? { token: null, headers: [] }),
    budget: createBodyBudget(limits.bodiesInFlightBytes),
    timelines: createSessionTimelines(),
    nextSeq: () => (seq += 1),
  }
  const visits = new Set<Visit>()
  return {
    options,
    limits,
    visits,
    closing: desk.closing,
    receive: (request, response) => {
      if (desk.closing.has(request.socket)) return
      const visit: Visit = { request, response, refusal: null, done: Promise.resolve() }
      visits.add(visit)
      visit.done = receive(visit, desk)
        .catch(options.onError)
        .finally(() => visits.delete(visit))
    },
    tellBroken: (refusal, line, httpStatus) => tellBroken(desk, refusal, line, httpStatus),
    sessions: () => desk.timelines.list(),
  }
}

async function receive(visit: Visit, desk: Desk): Promise<void> {
  const { request, response } = visit
  const { probe, clock, tokenEndpoint } = desk.options
  if (request.method === 'GET' && request.url === probe.path) {
    response.writeHead(200, { 'content-type': 'text/plain' }).end(probe.nonce)
    return
  }
  if (tokenEndpoint?.serves(request)) return tokenEndpoint.answer(visit, desk)
  const receivedAt = clock.now()
  const seq = desk.nextSeq()
  const ended = untilEnded(response)
  const entry = enter(request, desk)
  // Before anything is awaited: the next request of the same packet is on its way.
  if (isClosing(entry.refusal)) desk.closing.add(request.socket)
  const reservation = desk.budget.open()
  try {
    const reading = await readRequest(request, response, entry, { ...desk, reservation })
    const { content, httpStatus } = await respond(response, reading, ended, {
      ...desk.options,
      brokenBy: visit.refusal,
    })
    const { sizeBytes, isAuthenticated } = reading
    const facts = { seq, receivedAt, sizeBytes, isAuthenticated, content, httpStatus }
    desk.options.onRequest({ ...factsOf(request), ...facts })
  } finally {
    reservation.release()
  }
}

function factsOf(
  request: IncomingMessage,
): Pick<ReceivedRequest, 'method' | 'path' | 'hasBearer' | 'claims'> {
  return {
    method: request.method ?? '',
    path: request.url ?? '',
    hasBearer: /^bearer /i.test(request.headers.authorization ?? ''),
    claims: claimsOf(request),
  }
}

function tellBroken(
  { options, nextSeq }: Desk,
  refusal: Refusal,
  line: RequestLine,
  httpStatus: number | null,
): void {
  options.onRequest({
    seq: nextSeq(),
    receivedAt: options.clock.now(),
    ...line,
    sizeBytes: 0,
    hasBearer: false,
    isAuthenticated: false,
    claims: [],
    content: contentOf(refusal),
    httpStatus,
  })
}
