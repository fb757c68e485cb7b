import { connect, createServer, type Server, type Socket } from 'node:net'
import type { Clock } from '../context.ts'
import { followRequests } from './follow-requests.ts'
import { startListening } from './listening.ts'
import { Load } from './load.ts'

const BODY = '{"error":"receiver_down"}'
const RECEIVER_DOWN = [
  'HTTP/1.1 502 Bad Gateway',
  'Content-Type: application/json',
  `Content-Length: ${BODY.length}`,
  'Connection: close',
  '',
  BODY,
].join('\r\n')

const PORT_TRIES = 10

export interface Gate {
  readonly port: number
  /** Gives the most connections that had a request in progress at once since it was last asked. */
  takePeak(): number
  /** How many requests are in progress now. */
  inProgress(): number
  /** How many have ended since the beginning. */
  ended(): number
  /** When one began last, by the gate's clock. */
  begunAtMs(): number
  close(): Promise<void>
}

/** What a gate takes from the tunnel's side. */
export interface GateLimits {
  /** More at once are closed when they come: as many as the receiver takes. */
  readonly connections: number
  /** From its connection to its first byte; null for a client that keeps idle connections. */
  readonly silentMs: number | null
  /** How long one may stay open after our end. */
  readonly lingerMs: number
}

/** The limits of a tunnel whose client keeps idle connections, as the stock localtunnel client does. */
export const DEFAULT_GATE_LIMITS: GateLimits = {
  connections: 512,
  silentMs: null,
  lingerMs: 5000,
}

/**
 * Opens a TCP gate to the receiver, which it connects to when the first byte arrives.
 * Idle tunnel sockets therefore never meet the receiver's header timeout (hardening section 1).
 */
export async function openGate(
  receiverPort: number,
  limits: GateLimits = DEFAULT_GATE_LIMITS,
  clock: Pick<Clock, 'monotonicMs'> = { monotonicMs: () => performance.now() },
): Promise<Gate> {
  const sockets = new Set<Socket>()
  const load = new Load(() => clock.monotonicMs())
  const { port, servers } = await listenOnLocalhost((socket) => {
    if (sockets.size >= limits.connections) return void socket.destroy()
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    admit(socket, receiverPort, load, limits)
  })
  return {
    port,
    takePeak: () => load.takePeak(),
    inProgress: () => load.inProgress,
    ended: () => load.ended,
    begunAtMs: () => load.begunAtMs,
    close: async () => {
      const closed = Promise.all(servers.map(closeServer))
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}

type Accept = (socket: Socket) => void

/**
 * The stock client connects to the name `localhost`: both families must be ours. Where another
 * program holds the port on ::1, another port is taken; where there is no IPv6, one server is enough.
 */
async function listenOnLocalhost(accept: Accept): Promise<{ port: number; servers: Server[] }> {
  const options = { allowHalfOpen: true, noDelay: true }
  for (let attempt = 1; ; attempt += 1) {
    const v4 = createServer(options, accept)
    const v6 = createServer(options, accept)
    const port = await startListening(v4, { port: 0, host: '127.0.0.1' })
    try {
      await startListening(v6, { port, host: '::1' })
      return { port, servers: [v4, v6] }
    } catch (error) {
      const isTaken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE'
      if (!isTaken || attempt === PORT_TRIES) return { port, servers: [v4] }
      await closeServer(v4)
    }
  }
}

/** Resolves also when the server is closed already. */
async function closeServer(server: Server): Promise<void> {
  await new Promise((resolve) => server.close(resolve))
}

/** Waits for the first byte, and for nothing else. */
function admit(client: Socket, receiverPort: number, load: Load, limits: GateLimits): void {
  client.on('error', () => client.destroy())
  client.on('timeout', () => client.destroy())
  client.setTimeout(limits.silentMs ?? 0)
  const leaveSilently = (): void => void client.end()
  client.once('end', leaveSilently)
  client.once('data', (first: Buffer) => {
    // From here on the receiver's own limits hold.
    client.setTimeout(0)
    client.off('end', leaveSilently)
    joinToReceiver(client, receiverPort, first, load, limits)
  })
}

function joinToReceiver(
  client: Socket,
  port: number,
  first: Buffer,
  load: Load,
  { lingerMs }: GateLimits,
): void {
  const receiver = connect({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true })
  const endRequest = followRequests(client, receiver, load)
  receiver.write(first)
  client.pipe(receiver)
  receiver.pipe(client, { end: false })
  receiver.on('error', () => receiver.destroy())
  receiver.once('end', () => leave(client, endRequest(), lingerMs))
  receiver.once('close', () => leave(client, endRequest(), lingerMs))
  client.once('close', () => receiver.destroy())
}

/**
 * Ends the tunnel's side without a reset: the stock client forgets a socket that was reset.
 * What is still on its way from the caller is read and dropped, for the same reason.
 */
function leave(client: Socket, unanswered: boolean, lingerMs: number): void {
  if (client.writableEnded) return
  client.unpipe()
  client.resume()
  client.once('finish', () => destroyLater(client, lingerMs))
  client.end(unanswered ? RECEIVER_DOWN : '')
}

/** Whoever still sends after our end may go on for a while, and no longer. */
function destroyLater(client: Socket, ms: number): void {
  const timer = setTimeout(() => client.destroy(), ms)
  client.once('close', () => clearTimeout(timer))
}
