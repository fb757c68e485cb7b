import { judgeAcknowledged } from '../judge-acknowledged.ts'
import { inOrder, notification } from '../probe.ts'
import type { RuleOf } from '../rule.ts'

export const ackFutureStatus: RuleOf = {
  id: 'ACK-FUTURE-STATUS',
  title: 'Acknowledges a status that the vendor adds tomorrow',
  why: 'The list has grown before: the old site has eight statuses, the new one eleven (vendor-facts 2.2).',
  severity: 'recommended',
  advice: 'answer 204 to a status that the app does not know, and log it',
  probe: () => inOrder(notification('DOCUMENT_SIGNING_FINISHED')),
  judge: judgeAcknowledged,
}
