import { once } from 'node:events'
import http, { type IncomingMessage, type ServerResponse } from 'node:http'
import net, { type AddressInfo, type Server, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/** One request that a test endpoint received. */
export interface Received {
  readonly method: string
  readonly path: string
  readonly headers: Record<string, string>
  readonly rawHeaders: readonly string[]
  readonly body: Buffer
}

export interface Endpoint {
  readonly url: string
  readonly port: number
  readonly received: Received[]
}

export type Respond = (response: ServerResponse, received: Received, index: number) => void

/** A real HTTP server on a free loopback port that keeps what it received; closed when the test ends. */
export async function startEndpoint(respond: Respond): Promise<Endpoint> {
  const received: Received[] = []
  const server = http.createServer((request, response) => {
    void readRequest(request).then((entry) => {
      received.push(entry)
      respond(response, entry, received.length - 1)
    })
  })
  const port = await listenOnFreePort(server)
  return { url: `http://127.0.0.1:${port}/webhook`, port, received }
}

/** An endpoint that always answers with this status, headers and body. */
export async function startFixedEndpoint(
  httpStatus: number,
  headers: Record<string, string | string[]> = {},
  body = '',
): Promise<Endpoint> {
  return startEndpoint((response) => void response.writeHead(httpStatus, headers).end(body))
}

/** A bare TCP server, for answers that no HTTP server would give. `onRequest` runs once per connection, at the first bytes. */
export async function startRawEndpoint(
  onRequest: (socket: Socket) => void,
): Promise<{ url: string; port: number }> {
  const server = net.createServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', () => onRequest(socket))
  })
  const port = await listenOnFreePort(server)
  return { url: `http://127.0.0.1:${port}/webhook`, port }
}

/** A port on which nobody listens. */
export async function findClosedPort(): Promise<number> {
  const server = net.createServer()
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** Listens on a free loopback port; server and connections are closed when the test ends. */
export async function listenOnFreePort(server: Server): Promise<number> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  })
  return (server.address() as AddressInfo).port
}

async function readRequest(request: IncomingMessage): Promise<Received> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return {
    method: request.method ?? '',
    path: request.url ?? '',
    headers: request.headers as Record<string, string>,
    rawHeaders: request.rawHeaders,
    body: Buffer.concat(chunks),
  }
}
