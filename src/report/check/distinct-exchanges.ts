import type { CheckedRule } from '../../contract/check-report.ts'
import type { CheckExchange } from '../../contract/rules/evidence.ts'

/** Every exchange of a run once, with all rules that look at it: several share the ten statuses. In order of time. */
export function distinctExchanges(results: readonly CheckedRule[]): [CheckExchange, string[]][] {
  const rulesOf = new Map<CheckExchange, string[]>()
  for (const { rule, exchanges } of results) {
    for (const exchange of exchanges) {
      rulesOf.set(exchange, [...(rulesOf.get(exchange) ?? []), rule.id])
    }
  }
  return [...rulesOf].sort(([a], [b]) => a.startedAt.getTime() - b.startedAt.getTime())
}
