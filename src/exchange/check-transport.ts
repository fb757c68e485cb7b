import type { Clock } from '../context.ts'
import type { Exchange, ExchangeTogether, FramedExchange, Inspect } from './exchange.ts'
import { exchangeTogether } from './framed/exchange-together.ts'
import { framedExchange } from './framed/framed-exchange.ts'
import { loadGotExchange } from './got-exchange.ts'
import { createInspect } from './inspect.ts'

/** Everything that `check` sends and looks with. */
export interface CheckTransport {
  readonly exchange: Exchange
  readonly framedExchange: FramedExchange
  readonly exchangeTogether: ExchangeTogether
  readonly inspect: Inspect
}

/** Loads it; the clock tells how long a certificate lasts. */
export async function loadCheckTransport(clock: Pick<Clock, 'now'>): Promise<CheckTransport> {
  return {
    exchange: await loadGotExchange(),
    framedExchange,
    exchangeTogether,
    inspect: createInspect(clock),
  }
}
