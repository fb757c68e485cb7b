import { judgeAcknowledged } from '../judge-acknowledged.ts'
import { finishedWith, inOrder } from '../probe.ts'
import type { RuleOf } from '../rule.ts'

export const ackNoExternalId: RuleOf = {
  id: 'ACK-NO-EXTERNAL-ID',
  title: 'Acknowledges a notification without externalCustomerId',
  why: 'The field is sent only for a session that was started with one (vendor-facts 1.1).',
  severity: 'required',
  advice: 'find the session by interviewId; take a missing externalCustomerId as normal',
  probe: () => inOrder(finishedWith('without externalCustomerId', { externalCustomerId: null })),
  judge: judgeAcknowledged,
}
