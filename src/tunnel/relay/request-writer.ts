import type { IncomingMessage } from 'node:http'
import { Transform, type Writable } from 'node:stream'

/**
 * Writes a request to a data socket: the headers byte for byte, the body as it comes.
 * The returned function tells whether all of it was written.
 */
export function writeRequest(request: IncomingMessage, socket: Writable): () => boolean {
  const { headers } = request
  const isChunked = /\bchunked\b/i.test(headers['transfer-encoding'] ?? '')
  // Headers and the first of the body leave in one packet, as they mostly come.
  socket.cork()
  setImmediate(() => socket.uncork())
  socket.write(headBytes(request))
  const body = isChunked ? request.pipe(chunkEncoder(request)) : request
  body.pipe(socket, { end: false })
  return () => body.readableEnded
}

/** The request line and the headers, byte for byte as they came. */
export function headBytes(request: IncomingMessage): Buffer {
  const { method, url, httpVersion, rawHeaders } = request
  return Buffer.from(
    `${method} ${url} HTTP/${httpVersion}\r\n${fieldLines(rawHeaders)}\r\n`,
    'latin1',
  )
}

function fieldLines(raw: readonly string[]): string {
  return raw.map((text, index) => (index % 2 === 0 ? `${text}: ` : `${text}\r\n`)).join('')
}

function chunkEncoder(request: IncomingMessage): Transform {
  return new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      const size = Buffer.from(`${chunk.length.toString(16)}\r\n`)
      done(null, Buffer.concat([size, chunk, Buffer.from('\r\n')]))
    },
    flush: (done) => {
      done(null, Buffer.from(`0\r\n${fieldLines(request.rawTrailers)}\r\n`, 'latin1'))
    },
  })
}
