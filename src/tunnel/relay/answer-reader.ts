import { request as startRequest, type ClientRequest } from 'node:http'
import { Duplex } from 'node:stream'

export interface AnswerReader {
  /** Emits what was read: `response`, `continue`, or `error` when the socket died before. */
  readonly answers: ClientRequest
  /** Takes the reader off the socket. */
  readonly detach: () => void
}

/**
 * Reads one HTTP answer from a data socket with Node's own parser.
 * It writes nothing: the request goes to the socket as raw bytes, so that its headers stay as they came.
 */
export function readAnswer(socket: Duplex, method: string): AnswerReader {
  const wire = new Duplex({
    read: () => void socket.resume(),
    write: (_chunk, _encoding, done) => done(),
  })
  const push = (chunk: Buffer): void => {
    if (!wire.push(chunk)) socket.pause()
  }
  const end = (): void => void wire.push(null)
  const close = (): void => {
    // After a good end the rest still waits in the wire to be read.
    if (!socket.readableEnded) wire.destroy()
  }
  const detach = (): void => {
    socket.off('data', push).off('end', end).off('close', close)
  }
  socket.on('data', push).on('end', end).on('close', close)
  const answers = startRequest({ method, createConnection: () => wire })
  answers.end()
  if (socket.destroyed) wire.destroy()
  return { answers, detach }
}
