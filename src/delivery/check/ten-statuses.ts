import type { CheckExchange } from '../../contract/rules/evidence.ts'
import { isSilent } from '../../contract/rules/habit.ts'
import { notification } from '../../contract/rules/probe.ts'
import { SENDABLE_STATUSES } from '../../contract/status.ts'
import type { ProbeSender } from './send-probe.ts'

/** The ten statuses, the one that every session comes to first: it tells most of an endpoint. */
const STATUSES = [
  'ONBOARDING_FINISHED',
  ...SENDABLE_STATUSES.filter((status) => status !== 'ONBOARDING_FINISHED'),
]

/**
 * Sends the ten statuses, each in a session of its own, and adds what each brings to `statuses`. Stops early where nobody
 * answers. After each exchange `goesOn` is asked; not after one without an answer where nobody has answered yet.
 */
export async function sendTenStatuses(
  sender: ProbeSender,
  timeoutMs: number,
  statuses: CheckExchange[],
  goesOn: (sent: CheckExchange) => Promise<boolean>,
): Promise<void> {
  for (const status of STATUSES) {
    const [exchange] = (await sender.send([[notification(status)]], timeoutMs)) as [CheckExchange]
    statuses.push(exchange)
    if (isSilent(statuses)) return
    const wasThere = statuses.some(({ outcome }) => outcome.kind === 'answer')
    if (wasThere && !(await goesOn(exchange))) return
  }
}
