import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { CliError } from '../contract/errors.ts'
import type { SessionTimeline } from '../contract/received.ts'
import { createReception, type Reception } from './reception.ts'
import type { LatestSessions } from './session-timelines.ts'
import type { ReceptionOptions } from './reception-options.ts'
import { createBouncer } from './refuse-connection.ts'

export interface ReceiverOptions extends ReceptionOptions {
  /** 0 takes a free port. */
  readonly port: number
}

/** How long requests under way may take to get their answer when the receiver closes. */
const CLOSE_GRACE_MS = 1000

/** A running receiver on 127.0.0.1. */
export interface Receiver {
  readonly port: number
  readonly url: string
  sessions(): SessionTimeline[]
  /** The latest of them, the newest last, and how many there are. */
  latestSessions(most: number): LatestSessions
  /** One session; null for one that nobody heard of. */
  session(interviewId: string): SessionTimeline | null
  /** Stops listening and closes every connection. */
  close(): Promise<void>
}

/** Starts the receiver. Throws `PORT_IN_USE` or `PORT_REFUSED`, exit 3. */
export async function startReceiver(options: ReceiverOptions): Promise<Receiver> {
  const reception = createReception(options)
  const server = createHttpServer(reception)
  const port = await listen(server, options.port)
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    sessions: reception.sessions,
    session: reception.session,
    latestSessions: reception.latestSessions,
    close: async () => close(server, reception),
  }
}

/** Host and Expect are checked by us, so that what is refused for them is told. */
function createHttpServer(reception: Reception): Server {
  const { limits, receive } = reception
  const bouncer = createBouncer(reception)
  const server = createServer({
    requireHostHeader: false,
    maxHeaderSize: limits.headerBytes,
    headersTimeout: limits.headersTimeoutMs,
    requestTimeout: limits.requestTimeoutMs,
    connectionsCheckingInterval: limits.checkIntervalMs,
    keepAliveTimeout: limits.keepAliveTimeoutMs,
  })
  server.maxHeadersCount = 0
  server.maxRequestsPerSocket = limits.requestsPerSocket
  server.maxConnections = limits.connections
  return server
    .on('request', receive)
    .on('checkContinue', receive)
    .on('checkExpectation', receive)
    .on('connect', (request, socket) => bouncer.onConnect(request, socket as Socket))
    .on('clientError', (error, socket) => bouncer.onClientError(error, socket as Socket))
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

/**
 * Lets requests that are under way get their answer, and the app what waits for it, for a moment; then
 * closes every connection.
 */
async function close(server: Server, reception: Reception): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve))
  reception.announceEnd()
  server.closeIdleConnections()
  await untilSettledOrLate(reception)
  await reception.endForwarding()
  server.closeAllConnections()
  await closed
  await reception.untilSettled()
}

/** The timer ends with the wait: left running, it would hold the process for as long. */
async function untilSettledOrLate({ untilSettled, options }: Reception): Promise<void> {
  const settled = new AbortController()
  const late = options.clock.sleep(CLOSE_GRACE_MS, settled.signal).catch(() => {})
  await Promise.race([untilSettled(), late])
  settled.abort()
}
