import { judgeAcknowledged } from '../judge-acknowledged.ts'
import type { RuleOf } from '../rule.ts'
import { oneSession } from './one-session.ts'

export const surFinishedFirst: RuleOf = {
  id: 'SUR-FINISHED-FIRST',
  title: 'Survives ONBOARDING_FINISHED before POST_PROCESSING_FINISHED',
  why: 'No order is promised, and a retried notification comes after later ones (vendor-facts 3).',
  severity: 'required',
  advice: 'do not refuse what comes late; keep the furthest that a session has reached',
  probe: () =>
    oneSession('ID_VALIDATION_FINISHED', 'ONBOARDING_FINISHED', 'POST_PROCESSING_FINISHED'),
  judge: judgeAcknowledged,
}
