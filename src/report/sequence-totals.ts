import type { Reason } from '../contract/acknowledgement.ts'
import { verdictOf, type Delivery, type SessionIdentity } from '../contract/delivery.ts'

export interface Totals {
  readonly deliveries: number
  readonly acknowledged: number
  readonly rejected: number
  readonly attempts: number
  /** How often each reason was the last word on a delivery, most frequent first. */
  readonly reasons: readonly (readonly [reason: Reason, times: number])[]
  readonly slowestMs: number
}

export interface SessionTotals extends Totals {
  readonly session: SessionIdentity
}

/** Adds up deliveries. */
export function totalsOf(deliveries: readonly Delivery[]): Totals {
  const attempts = deliveries.flatMap((delivery) => delivery.attempts)
  const reasons = deliveries.flatMap((delivery) => verdictOf(delivery).reason ?? [])
  return {
    deliveries: deliveries.length,
    acknowledged: deliveries.length - reasons.length,
    rejected: reasons.length,
    attempts: attempts.length,
    reasons: tally(reasons),
    slowestMs: attempts.reduce(
      (slowest, { outcome }) => Math.max(slowest, outcome.timings.totalMs),
      0,
    ),
  }
}

/** Adds up deliveries by session, in the order in which the sessions first appear. */
export function totalsBySession(deliveries: readonly Delivery[]): SessionTotals[] {
  const bySession = groupBySession(deliveries, ({ notification }) => notification.session)
  return [...bySession].map(([session, own]) => ({ session, ...totalsOf(own) }))
}

/** Entries by the session that they belong to, in the order in which the sessions first appear. */
export function groupBySession<Entry>(
  entries: readonly Entry[],
  sessionOf: (entry: Entry) => SessionIdentity,
): Map<SessionIdentity, Entry[]> {
  const groups = new Map<SessionIdentity, Entry[]>()
  for (const entry of entries) {
    const session = sessionOf(entry)
    const group = groups.get(session)
    if (group === undefined) groups.set(session, [entry])
    else group.push(entry)
  }
  return groups
}

function tally(reasons: readonly Reason[]): [Reason, number][] {
  return [...new Set(reasons)]
    .map((reason): [Reason, number] => [reason, reasons.filter((other) => other === reason).length])
    .sort(([, a], [, b]) => b - a)
}
