import { once } from 'node:events'
import http, {
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http'
import https, { type ServerOptions } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/** The life of a server from one start to its end. */
export interface Life {
  /** Ends it as a process ends: no port, no connections, no last words. */
  readonly die: () => void
  /** Connections that are open. */
  readonly connections: () => number
}

export type Listener = (request: IncomingMessage, response: ServerResponse, life: Life) => void

/** A server that can die, and comes back only by a restart: with another life, and the same port. */
export interface MortalServer {
  readonly url: string
  readonly restart: () => Promise<void>
  readonly die: () => void
  readonly lives: () => number
}

export interface MortalOptions {
  /** Told of the server of each life before it listens. */
  readonly onServer?: (server: Server) => void
  /** Speaks TLS, as `localhost`. */
  readonly tls?: ServerOptions
  /** @default at the end of the test */
  readonly atEnd?: (end: () => void) => void
}

/** Starts one on a free port of the loopback range; it is gone when the test ends, or when `atEnd` has it. */
export async function startMortal(
  listener: Listener,
  { onServer = () => {}, atEnd = onTestFinished, tls }: MortalOptions = {},
): Promise<MortalServer> {
  let lives = 0
  let life: Life
  let port = 0
  const restart = async (): Promise<void> => {
    lives += 1
    const live: RequestListener = (request, response) => listener(request, response, own)
    const server = tls === undefined ? http.createServer(live) : https.createServer(tls, live)
    const own = lifeOf(server)
    life = own
    onServer(server)
    await once(server.listen(port, '127.0.0.1'), 'listening')
    port = (server.address() as AddressInfo).port
  }
  await restart()
  atEnd(() => life.die())
  return {
    url: `${tls === undefined ? 'http://127.0.0.1' : 'https://localhost'}:${port}/webhook`,
    restart,
    die: () => life.die(),
    lives: () => lives,
  }
}

function lifeOf(server: Server): Life {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  return {
    die: () => {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
    connections: () => sockets.size,
  }
}
