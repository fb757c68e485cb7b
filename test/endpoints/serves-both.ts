import { connect, createServer } from 'node:net'
import { listenOnFreePort } from '../helpers/endpoint.ts'

/** How a client of TLS begins (RFC 8446, 5.1). */
const HANDSHAKE = 0x16

/** A port of its own that passes TLS on to the one port, and everything else to the other. */
export async function servesBoth(tlsPort: number, plainPort: number): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', (begin) => {
      const inner = connect(begin[0] === HANDSHAKE ? tlsPort : plainPort, '127.0.0.1')
      inner.on('error', () => socket.destroy())
      inner.write(begin)
      socket.pipe(inner).pipe(socket)
    })
  })
  return listenOnFreePort(server)
}
