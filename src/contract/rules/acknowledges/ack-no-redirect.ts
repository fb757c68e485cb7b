import { judgeHabit } from '../judge-habit.ts'
import type { RuleOf } from '../rule.ts'

export const ackNoRedirect: RuleOf = {
  id: 'ACK-NO-REDIRECT',
  title: 'Does not redirect',
  why: 'A redirect is not accepted, and we know of no client of the vendor that follows one (vendor-facts 3).',
  severity: 'required',
  advice: 'serve the notification at the very URL that the vendor has; mind a slash at its end',
  probe: () => ({ kind: 'statuses' }),
  judge: (evidence) => judgeHabit(evidence, ['REDIRECT'], 'no redirect'),
}
