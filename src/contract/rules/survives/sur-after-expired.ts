import { judgeAcknowledged } from '../judge-acknowledged.ts'
import { inOrder, notification } from '../probe.ts'
import type { RuleOf } from '../rule.ts'

export const surAfterExpired: RuleOf = {
  id: 'SUR-AFTER-EXPIRED',
  title: 'Survives a status after EXPIRED',
  why: 'Nothing should follow EXPIRED, but a retry of an earlier status can (vendor-facts 2.3, 3).',
  severity: 'recommended',
  advice: 'answer 204 and leave the session expired',
  probe: () =>
    inOrder(
      ...['ID_VALIDATION_FINISHED', 'EXPIRED', 'FACE_VALIDATION_FINISHED'].map((status) =>
        notification(status),
      ),
    ),
  judge: judgeAcknowledged,
}
