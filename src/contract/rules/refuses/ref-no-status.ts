import { judgeRefused } from '../judge-refused.ts'
import { inOrder, textBody } from '../probe.ts'
import type { RuleOf } from '../rule.ts'

export const refNoStatus: RuleOf = {
  id: 'REF-NO-STATUS',
  title: 'Refuses a notification without onboardingStatus',
  why: 'Every notification has an onboardingStatus; without it, there is no news (vendor-facts 1.1).',
  severity: 'recommended',
  advice: 'answer 400 where onboardingStatus is missing',
  probe: () => inOrder(textBody('no onboardingStatus', '{"interviewId":"{{interviewId}}"}')),
  judge: judgeRefused,
}
