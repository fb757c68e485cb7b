import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Clock } from '../context.ts'
import { CliError } from '../contract/errors.ts'
import { parseNotification } from '../contract/notification.ts'
import type { ReceivedContent, ReceivedRequest, SessionTimeline } from '../contract/received.ts'
import { admit, lacksMediaType, type Refusal } from './admission.ts'
import { sendAnswer, sendRefusal, type AnswerOptions } from './answer.ts'
import { MAX_CONNECTIONS, MAX_REQUESTS_PER_SOCKET, SERVER_LIMITS } from './limits.ts'
import { readBody } from './read-body.ts'
import { createSessionTimelines, type SessionTimelines } from './session-timelines.ts'

export interface ReceiverOptions {
  /** 0 takes a free port. */
  readonly port: number
  readonly answer: AnswerOptions
  /** A GET of this path is answered with this text and not shown: it proves the way in. */
  readonly probe: { readonly path: string; readonly nonce: string }
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly onRequest: (received: ReceivedRequest) => void
  /** Told of a bug: an exception while a request was received. */
  readonly onError: (error: unknown) => void
}

/** How long requests under way may take to get their answer when the receiver closes. */
const CLOSE_GRACE_MS = 1000

/** A running receiver on 127.0.0.1. */
export interface Receiver {
  readonly port: number
  readonly url: string
  sessions(): SessionTimeline[]
  /** Stops listening and closes every connection. */
  close(): Promise<void>
}

/** Starts the receiver. Throws `PORT_IN_USE` or `PORT_REFUSED`, exit 3. */
export async function startReceiver(options: ReceiverOptions): Promise<Receiver> {
  const timelines = createSessionTimelines()
  const reception: Reception = { options, timelines, count: { seq: 0 }, inFlight: new Set() }
  const server = createServer(SERVER_LIMITS, (request, response) => {
    const received = receive(request, response, reception)
      .catch(options.onError)
      .finally(() => reception.inFlight.delete(received))
    reception.inFlight.add(received)
  })
  server.maxRequestsPerSocket = MAX_REQUESTS_PER_SOCKET
  server.maxConnections = MAX_CONNECTIONS
  const port = await listen(server, options.port)
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    sessions: () => timelines.list(),
    close: async () => close(server, reception),
  }
}

interface Reception {
  readonly options: ReceiverOptions
  readonly timelines: SessionTimelines
  readonly count: { seq: number }
  /** Requests that are not answered and told yet. */
  readonly inFlight: Set<Promise<void>>
}

async function receive(
  request: IncomingMessage,
  response: ServerResponse,
  reception: Reception,
): Promise<void> {
  const { probe, clock } = reception.options
  if (request.method === 'GET' && request.url === probe.path) {
    response.writeHead(200, { 'content-type': 'text/plain' }).end(probe.nonce)
    return
  }
  const receivedAt = clock.now()
  const seq = (reception.count.seq += 1)
  const ended = untilEnded(response)
  const { sizeBytes, content, httpStatus } = await read(request, reception)
  const isGone = content.kind === 'refused' && content.code === 'aborted'
  if (!isGone) await respond(response, httpStatus, content, reception.options)
  const isDelivered = !isGone && (await ended)
  reception.options.onRequest({
    seq,
    receivedAt,
    method: request.method ?? '',
    path: request.url ?? '',
    sizeBytes,
    hasBearer: /^bearer /i.test(request.headers.authorization ?? ''),
    content,
    httpStatus: isDelivered ? httpStatus : null,
  })
}

/** True when the whole answer went out, false when the sender was gone before. */
async function untilEnded(response: ServerResponse): Promise<boolean> {
  return new Promise((resolve) => {
    response.on('error', () => resolve(false))
    response.once('finish', () => resolve(true))
    response.once('close', () => resolve(response.writableFinished))
  })
}

interface Reading {
  readonly sizeBytes: number
  readonly content: ReceivedContent
  readonly httpStatus: number
}

async function read(request: IncomingMessage, { options, timelines }: Reception): Promise<Reading> {
  const refusal = admit(request)
  const body = await readBody(request)
  if (body.kind === 'aborted') {
    return refused(body.sizeBytes, { httpStatus: 400, code: 'aborted', detail: 'the sender left' })
  }
  if (refusal !== null) return refused(body.kind === 'complete' ? body.bytes.length : 0, refusal)
  if (body.kind === 'too-large') {
    const detail = `more than 1 MiB: ${body.sizeBytes} bytes`
    return refused(body.sizeBytes, { httpStatus: 413, code: 'body_too_large', detail })
  }
  const parsed = parseNotification(body.bytes)
  if (!parsed.ok) return refused(body.bytes.length, parsed.problem)
  const findings = timelines.add(parsed.notification)
  const warnings = lacksMediaType(request) ? (['no_content_type'] as const) : []
  return {
    sizeBytes: body.bytes.length,
    content: { kind: 'notification', notification: parsed.notification, findings, warnings },
    httpStatus: options.answer.httpStatus,
  }
}

function refused(sizeBytes: number, { httpStatus, code, detail }: Refusal): Reading {
  return { sizeBytes, content: { kind: 'refused', code, detail }, httpStatus }
}

async function respond(
  response: ServerResponse,
  httpStatus: number,
  content: ReceivedContent,
  { answer, clock, signal }: ReceiverOptions,
): Promise<void> {
  if (content.kind === 'refused') sendRefusal(response, { httpStatus, ...content })
  else await sendAnswer(response, answer, clock, signal)
}

async function listen(server: Server, port: number): Promise<number> {
  server.listen(port, '127.0.0.1')
  await once(server, 'listening').catch((cause: NodeJS.ErrnoException) => {
    const isTaken = cause.code === 'EADDRINUSE'
    const message = isTaken
      ? `port ${port} is in use`
      : `port ${port} cannot be opened: ${cause.message}`
    throw new CliError(isTaken ? 'PORT_IN_USE' : 'PORT_REFUSED', message, {
      exitCode: 3,
      hint: '--port 0 takes a free one',
      cause,
    })
  })
  return (server.address() as AddressInfo).port
}

/** Lets requests that are under way get their answer, for a moment, and closes every connection. */
async function close(server: Server, { inFlight, options }: Reception): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve))
  server.closeIdleConnections()
  await Promise.race([Promise.all(inFlight), options.clock.sleep(CLOSE_GRACE_MS)])
  server.closeAllConnections()
  await closed
  await Promise.all(inFlight)
}
