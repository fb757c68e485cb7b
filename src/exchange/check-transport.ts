import type { Exchange, FramedExchange, Inspect } from './exchange.ts'
import { framedExchange } from './framed/framed-exchange.ts'
import { loadGotExchange } from './got-exchange.ts'
import { inspect } from './inspect.ts'

/** Everything that `check` sends and looks with. */
export interface CheckTransport {
  readonly exchange: Exchange
  readonly framedExchange: FramedExchange
  readonly inspect: Inspect
}

/** Loads it. */
export async function loadCheckTransport(): Promise<CheckTransport> {
  return { exchange: await loadGotExchange(), framedExchange, inspect }
}
