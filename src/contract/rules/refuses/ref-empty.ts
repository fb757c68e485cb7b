import { judgeRefused } from '../judge-refused.ts'
import { inOrder, textBody } from '../probe.ts'
import type { RuleOf } from '../rule.ts'
import { NOT_A_NOTIFICATION } from './not-a-notification.ts'

export const refEmpty: RuleOf = {
  id: 'REF-EMPTY',
  title: 'Refuses an empty body',
  why: NOT_A_NOTIFICATION,
  severity: 'recommended',
  advice: 'answer 400 to a body that is not JSON',
  probe: () => inOrder(textBody('an empty body', '')),
  judge: judgeRefused,
}
