import { judgeRefused } from '../judge-refused.ts'
import { inOrder, textBody } from '../probe.ts'
import type { RuleOf } from '../rule.ts'

export const refNoId: RuleOf = {
  id: 'REF-NO-ID',
  title: 'Refuses a notification without interviewId',
  why: 'Every notification has an interviewId; without it, nobody knows which session is meant (vendor-facts 1.1).',
  severity: 'recommended',
  advice: 'answer 400 where interviewId is missing',
  probe: () => inOrder(textBody('no interviewId', '{"onboardingStatus":"ONBOARDING_FINISHED"}')),
  judge: judgeRefused,
}
