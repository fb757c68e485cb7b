import net, { type Socket } from 'node:net'
import tls from 'node:tls'
import type { TestCertificate } from './certificates.ts'
import { listenOnFreePort } from './endpoint.ts'

/** A bare server that keeps the bytes of each connection, as text with one character for each byte. */
export interface Wire {
  readonly url: string
  readonly port: number
  /** In the order in which they were opened. */
  readonly connections: string[]
}

/** Called at every arrival with all that the connection has brought so far, and its number from 0. */
export type OnBytes = (socket: Socket, text: string, connection: number) => void

/** A bare TCP server, or with a certificate one that speaks TLS; closed when the test ends. */
export async function startWire(onBytes: OnBytes, certificate?: TestCertificate): Promise<Wire> {
  const connections: string[] = []
  const onConnection = (socket: Socket): void => record(socket, connections, onBytes)
  const server =
    certificate === undefined
      ? net.createServer(onConnection)
      : tls.createServer(certificate, onConnection)
  const port = await listenOnFreePort(server)
  const scheme = certificate === undefined ? 'http' : 'https'
  return { url: `${scheme}://127.0.0.1:${port}/webhook`, port, connections }
}

function record(socket: Socket, connections: string[], onBytes: OnBytes): void {
  const number = connections.push('') - 1
  socket.on('error', () => {})
  socket.on('data', (chunk) => {
    connections[number] += chunk.toString('latin1')
    onBytes(socket, connections[number] ?? '', number)
  })
}
