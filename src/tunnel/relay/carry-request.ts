import type { IncomingMessage, ServerResponse } from 'node:http'
import { readAnswer } from './answer-reader.ts'
import { answerJson } from './plain-answers.ts'
import { writeRequest } from './request-writer.ts'
import type { Lease, SocketLeft } from './socket-pool.ts'

/**
 * Carries one request through a data socket and its answer back; resolves when the socket is free.
 * Bytes, and the order, case and repetition of headers stay as they were, both ways. A socket that
 * dies gives the caller 502, or a cut answer when it had begun. A caller that leaves changes nothing
 * for the app: like the public relay, the socket stays busy until the app has answered.
 */
export async function carryRequest(
  request: IncomingMessage,
  response: ServerResponse,
  lease: Lease,
): Promise<void> {
  const { socket } = lease
  const { answers, detach } = readAnswer(socket, String(request.method))
  response.on('error', () => response.destroy())
  const isWritten = writeRequest(request, socket)
  const left = await new Promise<SocketLeft>((resolve) => {
    answers.on('error', () => {
      refuse(response)
      resolve('broken')
    })
    answers.once('continue', () => response.writeContinue())
    answers.once('response', (answer: IncomingMessage) => {
      answer.once('error', () => response.destroy())
      answer.once('close', () => {
        const isReusable = isWritten() && isKeptAlive(request, answer)
        if (answer.complete) resolve(isReusable ? 'reusable' : 'answered')
        else resolve('broken')
      })
      passAnswer(answer, response)
    })
    request.once('close', () => {
      if (!request.complete) resolve('broken')
    })
  })
  detach()
  request.unpipe().resume()
  lease.release(left)
}

function refuse(response: ServerResponse): void {
  if (response.headersSent) response.destroy()
  else answerJson(response, 502, { error: 'tunnel_socket_lost' })
}

function passAnswer(answer: IncomingMessage, response: ServerResponse): void {
  if (response.destroyed) {
    answer.resume()
    return
  }
  // Removed first, none of the three is added where the app sent none.
  for (const name of ['date', 'connection', 'transfer-encoding']) response.removeHeader(name)
  try {
    response.writeHead(Number(answer.statusCode), answer.statusMessage, answer.rawHeaders)
  } catch {
    answer.resume()
    return refuse(response)
  }
  response.flushHeaders()
  answer.once('end', () => response.addTrailers(pairs(answer.rawTrailers)))
  answer.pipe(response)
  response.once('close', () => answer.resume())
}

function pairs(raw: readonly string[]): [string, string][] {
  return raw.flatMap((name, index) => (index % 2 === 0 ? [[name, raw[index + 1] ?? '']] : []))
}

/** True when the app neither closes the socket nor leaves the answer's end open. */
function isKeptAlive(request: IncomingMessage, answer: IncomingMessage): boolean {
  const { headers, httpVersion, statusCode } = answer
  const closes = /\bclose\b/i.test(`${headers.connection} ${request.headers.connection}`)
  const hasNoBody = request.method === 'HEAD' || statusCode === 204 || statusCode === 304
  const isFramed = headers['content-length'] ?? headers['transfer-encoding']
  return httpVersion === '1.1' && !closes && (hasNoBody || isFramed !== undefined)
}
