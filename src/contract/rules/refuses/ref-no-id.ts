import { judgeRefused } from '../judge-refused.ts'
import { inOrder, textBody } from '../probe.ts'
import type { RuleOf } from '../rule.ts'

export const refNoId: RuleOf = {
  id: 'REF-NO-ID',
  title: 'Refuses a notification without interviewId',
  why: 'interviewId is always there; without it nothing can be done (vendor-facts 1.1).',
  severity: 'recommended',
  advice: 'answer 422 where interviewId is missing',
  probe: () => inOrder(textBody('no interviewId', '{"onboardingStatus":"ONBOARDING_FINISHED"}')),
  judge: judgeRefused,
}
