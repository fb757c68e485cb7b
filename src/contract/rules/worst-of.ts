import type { CheckExchange } from './evidence.ts'

export type Weighed = 'pass' | 'warn' | 'fail'

/** The exchange that counts, and what it counts as. */
export interface Worst {
  readonly exchange: CheckExchange
  readonly result: Weighed
  /** `GET: ` where it is one of several; otherwise empty. */
  readonly name: string
}

const ORDER: Readonly<Record<Weighed, number>> = { pass: 0, warn: 1, fail: 2 }

/** The exchange with the worst result, the first of several; null where there is none. */
export function worstOf(
  exchanges: readonly CheckExchange[],
  weigh: (exchange: CheckExchange) => Weighed,
): Worst | null {
  const weighed = exchanges.map((exchange) => ({ exchange, result: weigh(exchange) }))
  const [worst] = weighed.toSorted((a, b) => ORDER[b.result] - ORDER[a.result])
  if (worst === undefined) return null
  return { ...worst, name: exchanges.length > 1 ? `${worst.exchange.label}: ` : '' }
}
