import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import {
  describeBroken,
  isGone,
  isLeft,
  NO_REQUEST_LINE,
  rawAnswer,
  requestLineOf,
  type ClientError,
} from './broken-request.ts'
import type { Reception } from './reception.ts'
import { refuse, type Refusal } from './refusal.ts'
import type { Visit } from './visit.ts'

/** Answers and closes connections on which no request can be read. */
export interface Bouncer {
  /** For what Node cannot read, or what is too slow: told once per connection. */
  readonly onClientError: (problem: ClientError, socket: Socket) => void
  /** For CONNECT, which asks for a proxy: closed without a word (hardening R9). */
  readonly onConnect: (request: IncomingMessage, socket: Socket) => void
}

/** Watches the connections of a reception. */
export function createBouncer(reception: Reception): Bouncer {
  const refused = new WeakSet<Socket>()
  return {
    onClientError: (problem, socket) => {
      // What the sender still sends is read and dropped by Node, and comes here again.
      if (refused.has(socket) && !isGone(problem)) return
      if (isGone(problem) || !socket.writable) {
        socket.destroy()
        return
      }
      refused.add(socket)
      refuseConnection(problem, socket, reception).catch(reception.options.onError)
    },
    onConnect: ({ url = '' }, socket) => {
      socket.destroy()
      const refusal = refuse(405, 'method_not_allowed', 'CONNECT: this is no proxy')
      reception.tellBroken(refusal, { method: 'CONNECT', path: url }, null)
    },
  }
}

/** Requests before the broken one get their own answers first: none may take another's. */
async function refuseConnection(
  error: ClientError,
  socket: Socket,
  reception: Reception,
): Promise<void> {
  const visits = [...reception.visits].filter(({ request }) => request.socket === socket)
  const current = visits.find(({ request }) => !request.complete)
  // The answer that is under way closes the connection.
  if (current === undefined && reception.closing.has(socket)) return
  const refusal = describeBroken(error, current !== undefined, reception.limits)
  if (current === undefined) tell(error, refusal, socket, visits.length > 0, reception)
  else if (!isLeft(error)) current.refusal = refusal
  await answered(visits, current)
  const isAnswered = current?.response.headersSent === true
  await hangUp(socket, isAnswered ? '' : rawAnswer(refusal), refusal.httpStatus, reception)
}

/** A connection on which nothing came was opened in advance, as browsers do: there is nothing to tell. */
function tell(
  error: ClientError,
  refusal: Refusal,
  socket: Socket,
  isPipelined: boolean,
  { tellBroken }: Reception,
): void {
  if (socket.bytesRead === 0) return
  const line = isPipelined ? NO_REQUEST_LINE : requestLineOf(error)
  tellBroken(refusal, line, isLeft(error) ? null : refusal.httpStatus)
}

async function answered(visits: readonly Visit[], current: Visit | undefined): Promise<void> {
  await Promise.all(visits.filter((each) => each !== current).map(({ done }) => done))
}

/** Closing on unread bytes sends a reset, which can overtake the answer; a slow sender gets no more time. */
async function hangUp(
  socket: Socket,
  text: string,
  httpStatus: number,
  { options, limits }: Reception,
): Promise<void> {
  if (httpStatus === 408) {
    socket.write(text)
    socket.destroySoon()
    return
  }
  socket.end(text)
  // Not AbortSignal.any: on Node 20 each leaves something behind on a signal that lives on.
  const over = new AbortController()
  const end = (): void => over.abort()
  socket.once('close', end)
  options.signal.addEventListener('abort', end, { once: true })
  if (options.signal.aborted || socket.closed) end()
  await options.clock.sleep(limits.lingerMs, over.signal).catch(() => {})
  options.signal.removeEventListener('abort', end)
  socket.destroy()
}
