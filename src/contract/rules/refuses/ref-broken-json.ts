import { judgeRefused } from '../judge-refused.ts'
import { inOrder, textBody } from '../probe.ts'
import type { RuleOf } from '../rule.ts'
import { NOT_A_NOTIFICATION } from './not-a-notification.ts'

export const refBrokenJson: RuleOf = {
  id: 'REF-BROKEN-JSON',
  title: 'Refuses broken JSON',
  why: NOT_A_NOTIFICATION,
  severity: 'recommended',
  advice: 'catch the error of the parser and answer 400',
  probe: () =>
    inOrder(textBody('broken JSON', '{"interviewId":"{{interviewId}}","onboardingStatus":')),
  judge: judgeRefused,
}
