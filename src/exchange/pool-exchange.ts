import type { Pool } from 'undici'
import type UndiciPool from 'undici/lib/dispatcher/pool.js'
import type { Outcome } from '../contract/delivery.ts'
import type { ExchangeRequest, PooledExchange } from './exchange.ts'
import { lookup } from './lookup.ts'
import { createInterrupts, type Interruptible } from './pool/interrupts.ts'
import { PooledAttempt } from './pool/pooled-attempt.ts'

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

/** The sockets to one origin. */
interface Lane {
  readonly pool: UndiciPool
  underWay: number
}

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
  const { default: KeptPool } = await import('undici/lib/dispatcher/pool.js')
  const lanes = new Map<string, Lane>()
  const interrupts = createInterrupts()
  const laneOf = ({ url: { origin }, verifyCertificate }: ExchangeRequest): Lane => {
    const key = `${origin} ${verifyCertificate}`
    const lane = lanes.get(key) ?? {
      pool: new KeptPool(origin, poolOptions(options, verifyCertificate)),
      underWay: 0,
    }
    lanes.set(key, lane)
    return lane
  }
  return {
    exchange: async (request) => {
      request.signal.throwIfAborted()
      const lane = laneOf(request)
      const attempt = attemptOf(request, lane.pool)
      if (lane.underWay < options.connections) attempt.startClock()
      return settle(attempt, lane, interrupts(request.signal))
    },
    close: async () => {
      await Promise.all(Array.from(lanes.values(), async ({ pool }) => pool.destroy()))
    },
  }
}

async function settle(
  attempt: PooledAttempt,
  lane: Lane,
  interruptible: Set<Interruptible>,
): Promise<Outcome> {
  lane.underWay += 1
  interruptible.add(attempt)
  attempt.send()
  try {
    return await attempt.outcome
  } finally {
    lane.underWay -= 1
    interruptible.delete(attempt)
  }
}

function attemptOf(request: ExchangeRequest, pool: UndiciPool): PooledAttempt {
  const { method, url, headers, body, timeoutMs } = request
  const options = { method, path: `${url.pathname}${url.search}`, headers: headers.flat(), body }
  return new PooledAttempt(timeoutMs, (attempt) => void pool.dispatch(options, attempt))
}

function poolOptions(options: PoolOptions, verifyCertificate: boolean): Pool.Options {
  return {
    connections: options.connections,
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
