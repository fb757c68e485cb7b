import type { Client } from 'undici'
import type { ExchangeRequest, PooledExchange } from './exchange.ts'
import { lookup } from './lookup.ts'
import { createInterrupts } from './pool/interrupts.ts'
import { OriginSockets } from './pool/origin-sockets.ts'
import { PooledAttempt } from './pool/pooled-attempt.ts'
import { rememberTarget } from './pool/target.ts'

export interface PoolOptions {
  /** The most sockets to one origin. Who comes when all are in use waits for one, and the wait is not timed. */
  readonly connections: number
  /** How long a socket may take to open, TLS included, in milliseconds. */
  readonly connectTimeoutMs: number
}

/**
 * A socket is kept idle no longer than this, whatever the server would allow: shorter than what servers are set to
 * (5 s for Node.js, 2 s for gunicorn), so that hardly one closes a socket while a request is on its way to it.
 */
const IDLE_MS = 1000

/**
 * Loads undici, and gives an exchange through pools of sockets, one pool for each origin. It tells the times to the
 * first byte and in all; an outcome has no others.
 *
 * What happens where the server has closed a kept socket: undici looks at an idle socket before it writes to it, and
 * takes a new one where it was closed. What was written to a socket before its end is told as `RESET` and never sent
 * again: nobody but the server knows whether it was read, and a POST sent twice is two.
 *
 * A `100 Continue`, which nobody asks for here, is `PROTOCOL` to undici; other interim answers are passed over.
 */
export async function createPoolExchange(options: PoolOptions): Promise<PooledExchange> {
  const { default: Client } = await import('undici/lib/dispatcher/client.js')
  const origins = new Map<string, OriginSockets>()
  const interrupts = createInterrupts()
  const socketsFor = ({ url: { origin }, verifyCertificate }: ExchangeRequest): OriginSockets => {
    const key = `${origin} ${verifyCertificate}`
    const known = origins.get(key)
    if (known !== undefined) return known
    const how = clientOptions(options, verifyCertificate)
    const sockets = new OriginSockets(() => new Client(origin, how), options.connections)
    origins.set(key, sockets)
    return sockets
  }
  const targetOf = rememberTarget(socketsFor)
  return {
    // One promise for each exchange: at the pace of a load, each one counts.
    exchange: (request) =>
      new Promise((resolve, reject) => {
        const { signal } = request
        signal.throwIfAborted()
        const settle = { resolve, reject }
        new PooledAttempt(request, targetOf(request), interrupts(signal), settle).start()
      }),
    close: async () => {
      await Promise.all(Array.from(origins.values(), async (sockets) => sockets.close()))
    },
  }
}

function clientOptions(options: PoolOptions, verifyCertificate: boolean): Client.Options {
  return {
    pipelining: 1,
    allowH2: false,
    connect: {
      lookup,
      timeout: options.connectTimeoutMs,
      rejectUnauthorized: verifyCertificate,
    },
    // Undici's own are exact to a second or so, and a body that drips starts the second one anew (hardening S7).
    headersTimeout: 0,
    bodyTimeout: 0,
    keepAliveTimeout: IDLE_MS,
    keepAliveMaxTimeout: IDLE_MS,
  }
}
