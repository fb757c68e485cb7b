import type { ClientRequest, IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'

/** A server may send a few interim answers before the real one; ours. */
export const MOST_INTERIM_ANSWERS = 10

/** What ends an exchange that would not end by itself. */
export interface ExchangeWatch {
  /** Never resolves; rejects when the exchange is to end. */
  readonly broken: Promise<never>
  /** Ends it with this error. */
  readonly breakOff: (error: Error) => void
  /** Looks at what comes to a request before its answer. */
  readonly follow: (request: ClientRequest) => void
  /** Takes the deadline and the listeners away. */
  readonly end: () => void
}

/**
 * Watches for what a client leaves open: interim answers (1xx) without end, an answer that switches
 * protocols, and an exchange that outlives its time all the same (hardening S4, S7, S13).
 */
export function watchExchange(timeoutMs: number, signal: AbortSignal): ExchangeWatch {
  let breakOff!: (error: Error) => void
  const broken = new Promise<never>((_, reject) => {
    breakOff = reject
  })
  broken.catch(() => {})
  const onAbort = (): void => breakOff(new Error('interrupted'))
  const deadline = setTimeout(() => breakOff(timeoutError(timeoutMs)), timeoutMs)
  signal.addEventListener('abort', onAbort)
  return {
    broken,
    breakOff,
    follow: (request) => followRequest(request, breakOff),
    end: () => {
      clearTimeout(deadline)
      signal.removeEventListener('abort', onAbort)
    },
  }
}

function followRequest(request: ClientRequest, breakOff: (error: Error) => void): void {
  let interim = 0
  const count = (): void => {
    interim += 1
    if (interim > MOST_INTERIM_ANSWERS) breakOff(interimError())
  }
  request.on('continue', count)
  request.on('information', count)
  request.on('upgrade', (_: IncomingMessage, socket: Duplex) => {
    socket.destroy()
    breakOff(new Error('101 Switching Protocols, and none was asked for'))
  })
}

/** Says that there were more interim answers than `MOST_INTERIM_ANSWERS`. */
export function interimError(): Error {
  return new Error('too many interim answers (1xx)')
}

/** Says that the time of an exchange is over, in milliseconds; `toFailure` makes it a `TIMEOUT`. */
export function timeoutError(timeoutMs: number): Error {
  return Object.assign(new Error(`no complete answer in ${timeoutMs} ms`), { code: 'ETIMEDOUT' })
}
