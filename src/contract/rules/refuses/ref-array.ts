import { judgeRefused } from '../judge-refused.ts'
import { inOrder, textBody } from '../probe.ts'
import type { RuleOf } from '../rule.ts'
import { NOT_A_NOTIFICATION } from './not-a-notification.ts'

export const refArray: RuleOf = {
  id: 'REF-ARRAY',
  title: 'Refuses an array',
  why: NOT_A_NOTIFICATION,
  severity: 'recommended',
  advice: 'ask whether the body is an object before reading a field of it',
  probe: () => inOrder(textBody('an array', '[]')),
  judge: judgeRefused,
}
