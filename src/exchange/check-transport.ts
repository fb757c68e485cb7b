import type { Clock } from '../context.ts'
import type { Exchange, FramedExchange, Inspect } from './exchange.ts'
import { framedExchange } from './framed/framed-exchange.ts'
import { loadGotExchange } from './got-exchange.ts'
import { createInspect } from './inspect.ts'

/** Everything that `check` sends and looks with. */
export interface CheckTransport {
  readonly exchange: Exchange
  readonly framedExchange: FramedExchange
  readonly inspect: Inspect
}

/** Loads it; the clock tells how long a certificate lasts. */
export async function loadCheckTransport(clock: Pick<Clock, 'now'>): Promise<CheckTransport> {
  return { exchange: await loadGotExchange(), framedExchange, inspect: createInspect(clock) }
}
