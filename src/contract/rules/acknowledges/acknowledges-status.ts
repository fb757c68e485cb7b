import type { Status } from '../../status.ts'
import { judgeAcknowledged } from '../judge-acknowledged.ts'
import type { RuleOf } from '../rule.ts'

/** The rule that one status is acknowledged: the vendor sends it, and again after every rejection. */
export function acknowledgesStatus(id: string, status: Status): RuleOf {
  return {
    id,
    title: `Acknowledges ${status}`,
    why: `The vendor sends ${status}, and what is rejected comes again up to five times (vendor-facts 2.1, 3).`,
    severity: 'required',
    advice: `answer 204 to ${status}, whether the app has a use for it or not`,
    probe: () => ({ kind: 'statuses', status }),
    // What this status gets is what this rule is about: nothing is hidden behind it.
    judge: (evidence) => judgeAcknowledged({ ...evidence, statuses: [] }),
  }
}
