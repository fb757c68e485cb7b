import type { IncomingMessage } from 'node:http'
import type { Clock } from '../context.ts'
import type { ForwardResult } from '../contract/forward.ts'
import type { ReceivedRequest } from '../contract/received.ts'
import { sendRefusal } from './answer.ts'
import { isReadToEnd, type Arrival } from './book.ts'
import type { RequestLine } from './broken-request.ts'
import type { Desk, Passing } from './desk.ts'
import { claimsOf, headerPairs } from './header-values.ts'
import { enter, readRequest, type Reading } from './read-request.ts'
import { contentOf, isClosing, refuse, type Refusal } from './refusal.ts'
import { untilEnded, type Responded } from './respond.ts'
import type { Visit } from './visit.ts'

/** An answer out of a cache on the way would prove nothing. */
const PROBE_HEADERS = { 'content-type': 'text/plain', 'cache-control': 'no-store' }

/** Reads a request, answers it, and tells of it. */
export async function receive(visit: Visit, desk: Desk): Promise<void> {
  const { request, response } = visit
  const { probe, clock, tokenEndpoint } = desk.options
  if (request.method === 'GET' && request.url === probe.path) {
    response.writeHead(200, PROBE_HEADERS).end(probe.nonce)
    return
  }
  if (tokenEndpoint?.serves(request)) return tokenEndpoint.answer(visit, desk)
  const arrival = arrivalOf(request, clock)
  const ended = untilEnded(response)
  const entry = enter(request, desk)
  // Before anything is awaited: the next request of the same packet is on its way.
  if (isClosing(entry.refusal)) desk.closing.add(request.socket)
  const reservation = desk.budget.open()
  try {
    const reading = await readRequest(request, response, entry, desk, reservation)
    await settle(visit, arrival, reading, ended, desk)
  } finally {
    reservation.release()
  }
}

/** Tells of a request that never became one. */
export function tellBroken(
  { options, book }: Desk,
  refusal: Refusal,
  line: RequestLine,
  httpStatus: number | null,
): void {
  options.onRequest({
    ...line,
    ...LOST,
    seq: book.nextSeq(),
    receivedAt: options.clock.now(),
    httpVersion: '1.1',
    rawHeaders: [],
    sizeBytes: 0,
    hasBearer: false,
    isAuthenticated: false,
    claims: [],
    content: contentOf(refusal),
    httpStatus,
  })
}

/** Enters what was read in the book, then answers it: never the other way round (hardening 1). */
async function settle(
  visit: Visit,
  arrival: Arrival,
  reading: Reading,
  ended: Promise<boolean>,
  desk: Desk,
): Promise<void> {
  const { book, responder, options } = desk
  if (!isReadToEnd(reading)) {
    const { sizeBytes, isAuthenticated } = reading
    const broken = toldOfBroken(visit.refusal)
    const seq = book.nextSeq()
    options.onRequest({ ...arrival, sizeBytes, isAuthenticated, ...LOST, ...broken, seq })
    return
  }
  const { response } = visit
  const { received, refusal } = await book.enter(arrival, reading, responder.httpStatus)
  if (refusal !== null) sendRefusal(response, refusal)
  const responded: Responded = refusal ?? (await responder.respond(received, response))
  const httpStatus = (await ended) ? responded.httpStatus : null
  book.noteReply(received, httpStatus)
  options.onRequest(httpStatus === received.httpStatus ? received : { ...received, httpStatus })
  if (responded.forward !== undefined) tellForward(responded.forward, received, desk)
}

/** Not part of the visit: with `--ack-first` the app may take its time. */
function tellForward(
  forward: Promise<ForwardResult>,
  received: ReceivedRequest,
  { book, options, passing }: Desk,
): void {
  const told = forward
    .then((result) => {
      book.noteForward(result)
      options.onForward?.(result, received)
    })
    .catch(options.onError)
    .finally(() => passing.remove(entry))
  const entry: Passing = { told, place: 0 }
  passing.add(entry)
}

const LOST = { body: null, isStored: false } as const

/** A body that did not come to its end: the connection was refused, or the sender left without a word. */
function toldOfBroken(refusal: Refusal | null): Pick<ReceivedRequest, 'content' | 'httpStatus'> {
  const content = contentOf(refusal ?? refuse(400, 'aborted', 'the sender left'))
  return { content, httpStatus: refusal?.httpStatus ?? null }
}

function arrivalOf(request: IncomingMessage, clock: Clock): Arrival {
  const rawHeaders = headerPairs(request.rawHeaders)
  return {
    receivedAt: clock.now(),
    method: request.method ?? '',
    path: request.url ?? '',
    httpVersion: request.httpVersion,
    rawHeaders,
    hasBearer: /^bearer /i.test(request.headers.authorization ?? ''),
    claims: claimsOf(rawHeaders),
  }
}
