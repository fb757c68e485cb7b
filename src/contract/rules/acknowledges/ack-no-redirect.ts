import { judgeHabit } from '../judge-habit.ts'
import type { RuleOf } from '../rule.ts'

export const ackNoRedirect: RuleOf = {
  id: 'ACK-NO-REDIRECT',
  title: 'Does not redirect',
  why: 'A redirect is not an accepted answer, and nothing says that the vendor follows one (vendor-facts 3).',
  severity: 'required',
  advice:
    'answer at the very URL that the vendor has; look for a missing slash at the end, or for a login page',
  probe: () => ({ kind: 'statuses' }),
  judge: (evidence) => judgeHabit(evidence, ['REDIRECT'], 'no redirect'),
}
