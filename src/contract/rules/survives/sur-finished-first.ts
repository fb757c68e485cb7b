import { judgeAcknowledged } from '../judge-acknowledged.ts'
import type { RuleOf } from '../rule.ts'
import { oneSession } from './one-session.ts'

export const surFinishedFirst: RuleOf = {
  id: 'SUR-FINISHED-FIRST',
  title: 'Survives ONBOARDING_FINISHED before POST_PROCESSING_FINISHED',
  why: 'No order is promised: a notification that is retried comes after later ones (vendor-facts 3).',
  severity: 'required',
  advice: 'accept what comes late, and keep the furthest status that the session has reached',
  probe: () =>
    oneSession('ID_VALIDATION_FINISHED', 'ONBOARDING_FINISHED', 'POST_PROCESSING_FINISHED'),
  judge: judgeAcknowledged,
}
