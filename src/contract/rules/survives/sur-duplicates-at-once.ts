import { SENDABLE_STATUSES } from '../../status.ts'
import { judgeAcknowledged } from '../judge-acknowledged.ts'
import { notification, type ProbeRequest } from '../probe.ts'
import type { RuleOf } from '../rule.ts'

export const surDuplicatesAtOnce: RuleOf = {
  id: 'SUR-DUPLICATES-AT-ONCE',
  title: 'Survives each status twice at once',
  why: 'A retry can arrive while the first attempt is still being worked on (vendor-facts 3).',
  severity: 'required',
  advice:
    'make it idempotent: one row for interviewId and onboardingStatus, and 204 for the second too',
  probe: () => ({ kind: 'turns', turns: SENDABLE_STATUSES.map(twice) }),
  judge: judgeAcknowledged,
}

/** Each status is a session of its own, so that nothing but the repeat is unusual. */
function twice(status: string, session: number): ProbeRequest[] {
  const first = notification(status, session)
  return [first, { ...first, label: `${status}, at the same time` }]
}
