import { judgeAcknowledged } from '../judge-acknowledged.ts'
import type { RuleOf } from '../rule.ts'
import { oneSession } from './one-session.ts'

export const surAfterExpired: RuleOf = {
  id: 'SUR-AFTER-EXPIRED',
  title: 'Survives a status after EXPIRED',
  why: 'EXPIRED is the end, but a retry of an earlier status can arrive after it (vendor-facts 2.3, 3).',
  severity: 'recommended',
  advice: 'answer 204, and leave the session expired',
  probe: () => oneSession('ID_VALIDATION_FINISHED', 'EXPIRED', 'FACE_VALIDATION_FINISHED'),
  judge: judgeAcknowledged,
}
