import type { Socket } from 'node:net'
import { withLength, type Way } from './way.ts'

/** A request of HTTP/1.0: its request line says so, and the connection closes after the answer (RFC 9112, 9.3). */
export const http10: Way = {
  headers: withLength,
  send: async (request, body) => {
    request.once('socket', speakHttp10)
    request.end(body)
    return {}
  },
}

/** node:http speaks HTTP/1.1 only: the line is changed on its way to the socket, where it comes first. */
function speakHttp10(socket: Socket): void {
  const write = socket.write.bind(socket) as (head: string, ...rest: unknown[]) => boolean
  socket.write = (head: string | Uint8Array, ...rest: unknown[]) => {
    Reflect.deleteProperty(socket, 'write')
    return write(String(head).replace(' HTTP/1.1\r\n', ' HTTP/1.0\r\n'), ...rest)
  }
}
