import { judgeHabit } from '../judge-habit.ts'
import type { RuleOf } from '../rule.ts'

export const ackInTime: RuleOf = {
  id: 'ACK-IN-TIME',
  title: 'Answers before the timeout',
  why: 'After a timeout the vendor sends again; how long it waits is not documented, and 30 s is our assumption (vendor-facts 3).',
  severity: 'required',
  advice: 'store the notification, answer 204, and do the work afterwards',
  probe: () => ({ kind: 'statuses' }),
  judge: (evidence) => judgeHabit(evidence, ['TIMEOUT'], 'in time'),
}
