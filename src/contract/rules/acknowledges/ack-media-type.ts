import { judgeHabit } from '../judge-habit.ts'
import type { RuleOf } from '../rule.ts'

export const ackMediaType: RuleOf = {
  id: 'ACK-MEDIA-TYPE',
  title: 'Says that a 200 is application/json',
  why: 'A 200 of any other media type is not accepted (vendor-facts 3).',
  severity: 'required',
  advice: 'send Content-Type: application/json, or answer 204',
  probe: () => ({ kind: 'statuses' }),
  judge: (evidence) =>
    judgeHabit(evidence, ['WRONG_MEDIA_TYPE', 'BODY_TOO_LARGE'], '204, or application/json'),
}
