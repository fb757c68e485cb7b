import type { CheckReport } from '../../../contract/check-report.ts'
import type { CheckExchange } from '../../../contract/rules/evidence.ts'
import { distinctExchanges } from '../distinct-exchanges.ts'
import type { RuleGroup } from '../../../contract/rules/rule.ts'
import { SENDABLE_STATUSES, type Status } from '../../../contract/status.ts'

/** How long the answers to one status took. */
export interface StatusLatency {
  readonly status: Status
  /** Those that were answered and those that were not. */
  readonly exchanges: readonly CheckExchange[]
  /** Of those that were answered, in milliseconds; null where none was. */
  readonly medianMs: number | null
  readonly p95Ms: number | null
  readonly slowestMs: number | null
}

/** What these groups send is no notification as the vendor would send it. */
const TO_BE_DENIED: readonly RuleGroup[] = ['authenticates', 'refuses']

/**
 * The ten statuses, in the vendor's order, with what was measured of each over the whole run. Only plain requests count:
 * in the others a part of the time is ours.
 */
export function statusLatencies({ results }: CheckReport): StatusLatency[] {
  const wanted = results.filter(({ rule }) => !TO_BE_DENIED.includes(rule.group))
  const plain = distinctExchanges(wanted)
    .map(([exchange]) => exchange)
    .filter(({ request }) => request.framing === 'plain')
  return SENDABLE_STATUSES.map((status) => {
    const exchanges = plain.filter(({ onboardingStatus }) => onboardingStatus === status)
    const answered = exchanges.filter(({ outcome }) => outcome.kind === 'answer')
    const sorted = answered.map(({ outcome }) => outcome.timings.totalMs).sort((a, b) => a - b)
    return {
      status,
      exchanges,
      medianMs: percentile(sorted, 50),
      p95Ms: percentile(sorted, 95),
      slowestMs: percentile(sorted, 100),
    }
  })
}

/** The nearest rank: a value that was measured. */
function percentile(sorted: readonly number[], percent: number): number | null {
  return sorted[Math.ceil((percent / 100) * sorted.length) - 1] ?? null
}
