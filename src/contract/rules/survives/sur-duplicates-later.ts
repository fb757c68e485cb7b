import { SENDABLE_STATUSES } from '../../status.ts'
import { judgeAcknowledged } from '../judge-acknowledged.ts'
import { inOrder, notification, type ProbeRequest } from '../probe.ts'
import type { RuleOf } from '../rule.ts'

export const surDuplicatesLater: RuleOf = {
  id: 'SUR-DUPLICATES-LATER',
  title: 'Survives each status again later',
  why: 'When an answer is lost the vendor sends again, up to 32 minutes later (vendor-facts 3).',
  severity: 'required',
  advice: 'answer 204 to a notification that was stored before; a duplicate is no error',
  probe: () => inOrder(...SENDABLE_STATUSES.map(notification), ...SENDABLE_STATUSES.map(again)),
  judge: judgeAcknowledged,
}

/** Each status is a session of its own, so that nothing but the repeat is unusual. */
function again(status: string, session: number): ProbeRequest {
  return { ...notification(status, session), label: `${status}, again` }
}
