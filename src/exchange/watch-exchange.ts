import type { ClientRequest, IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Request } from 'got'

/** A server may send a few interim answers before the real one; ours. */
const MOST_INTERIM_ANSWERS = 10
/** Our own deadline comes this long after got's: it counts only where got's does not fire. */
const GRACE_MS = 250

/** What ends an exchange that got would not end by itself. */
export interface ExchangeWatch {
  /** Never resolves; rejects when the exchange is to end. */
  readonly broken: Promise<never>
  /** Takes the deadline and the listeners away. */
  readonly end: () => void
}

/**
 * Watches for what got leaves open: interim answers (1xx) without end, an answer that switches
 * protocols, and an exchange that outlives its time all the same (hardening S4, S7, S13).
 */
export function watchExchange(
  stream: Request,
  timeoutMs: number,
  signal: AbortSignal,
): ExchangeWatch {
  let breakOff!: (error: Error) => void
  const broken = new Promise<never>((_, reject) => {
    breakOff = reject
  })
  broken.catch(() => {})
  const onAbort = (): void => breakOff(new Error('interrupted'))
  const deadline = setTimeout(() => breakOff(timeoutError(timeoutMs)), timeoutMs + GRACE_MS)
  signal.addEventListener('abort', onAbort)
  stream.once('request', (request: ClientRequest) => watchRequest(request, breakOff))
  return {
    broken,
    end: () => {
      clearTimeout(deadline)
      signal.removeEventListener('abort', onAbort)
    },
  }
}

function watchRequest(request: ClientRequest, breakOff: (error: Error) => void): void {
  let interim = 0
  const count = (): void => {
    interim += 1
    if (interim > MOST_INTERIM_ANSWERS) breakOff(new Error('too many interim answers (1xx)'))
  }
  request.on('continue', count)
  request.on('information', count)
  request.on('upgrade', (_: IncomingMessage, socket: Duplex) => {
    socket.destroy()
    breakOff(new Error('101 Switching Protocols, and none was asked for'))
  })
}

function timeoutError(timeoutMs: number): Error {
  return Object.assign(new Error(`no complete answer in ${timeoutMs} ms`), { code: 'ETIMEDOUT' })
}
