import { judgeHabit } from '../judge-habit.ts'
import type { RuleOf } from '../rule.ts'

export const ackInTime: RuleOf = {
  id: 'ACK-IN-TIME',
  title: 'Answers before the timeout',
  why: 'A timeout is a rejection; the vendor does not say how long it waits, 30 s is our assumption (vendor-facts 3).',
  severity: 'required',
  advice: 'answer 204 first and do the work afterwards',
  probe: () => ({ kind: 'statuses' }),
  judge: (evidence) => judgeHabit(evidence, ['TIMEOUT'], 'in time'),
}
