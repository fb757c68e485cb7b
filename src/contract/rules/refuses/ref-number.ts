import { judgeRefused } from '../judge-refused.ts'
import { inOrder, textBody } from '../probe.ts'
import type { RuleOf } from '../rule.ts'
import { NOT_A_NOTIFICATION } from './not-a-notification.ts'

export const refNumber: RuleOf = {
  id: 'REF-NUMBER',
  title: 'Refuses a number',
  why: NOT_A_NOTIFICATION,
  severity: 'recommended',
  advice: 'ask whether the body is an object before reading a field of it',
  probe: () => inOrder(textBody('a number', '42')),
  judge: judgeRefused,
}
