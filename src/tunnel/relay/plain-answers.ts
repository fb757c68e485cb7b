import { STATUS_CODES, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

type Body = Readonly<Record<string, unknown>>

/** Answers a request with a JSON object of the relay's own. */
export function answerJson(response: ServerResponse, status: number, body: Body): void {
  if (response.headersSent || response.destroyed) return
  const text = JSON.stringify(body)
  response.writeHead(status, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(text),
  })
  response.end(text)
}

/** Answers on a bare socket, and closes it. */
export function answerSocket(socket: Socket, status: number, body: Body): void {
  const text = JSON.stringify(body)
  socket.on('error', () => socket.destroy())
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: application/json\r\n` +
      `Content-Length: ${Buffer.byteLength(text)}\r\nConnection: close\r\n\r\n${text}`,
  )
}
