import type { CheckExchange } from './evidence.ts'

/** Exchanges with the rejected ones first: where not all are told, a failure is about those. */
export function rejectedFirst(exchanges: readonly CheckExchange[]): CheckExchange[] {
  return exchanges.toSorted((a, b) => rank(a) - rank(b))
}

function rank({ verdict }: CheckExchange): number {
  return verdict.verdict === 'rejected' ? 0 : 1
}
