import { judgeAcknowledged } from '../judge-acknowledged.ts'
import type { RuleOf } from '../rule.ts'
import { oneSession } from './one-session.ts'

export const surReviewFirst: RuleOf = {
  id: 'SUR-REVIEW-FIRST',
  title: 'Survives a manual review before ONBOARDING_FINISHED',
  why: 'The review comes last, but a retry of ONBOARDING_FINISHED can arrive after it (vendor-facts 2.3, 3).',
  severity: 'recommended',
  advice: 'accept what comes early, and keep the furthest status that the session has reached',
  probe: () =>
    oneSession('ID_VALIDATION_FINISHED', 'MANUAL_REVIEW_APPROVED', 'ONBOARDING_FINISHED'),
  judge: judgeAcknowledged,
}
