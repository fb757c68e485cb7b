import { judgeAcknowledged } from '../judge-acknowledged.ts'
import { inOrder, notification } from '../probe.ts'
import type { RuleOf } from '../rule.ts'

export const surReviewFirst: RuleOf = {
  id: 'SUR-REVIEW-FIRST',
  title: 'Survives a manual review before ONBOARDING_FINISHED',
  why: 'The review comes last, but a retry of ONBOARDING_FINISHED can arrive after it (vendor-facts 2.3, 3).',
  severity: 'recommended',
  advice: 'do not refuse what comes early; keep the furthest that a session has reached',
  probe: () =>
    inOrder(
      ...['ID_VALIDATION_FINISHED', 'MANUAL_REVIEW_APPROVED', 'ONBOARDING_FINISHED'].map((status) =>
        notification(status),
      ),
    ),
  judge: judgeAcknowledged,
}
