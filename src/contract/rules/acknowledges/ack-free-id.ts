import { judgeAcknowledged } from '../judge-acknowledged.ts'
import { finishedWith, inOrder } from '../probe.ts'
import type { RuleOf } from '../rule.ts'

export const ackFreeId: RuleOf = {
  id: 'ACK-FREE-ID',
  title: 'Acknowledges an interviewId that is not 24 hex digits',
  why: 'Most ids are 24 hex digits, but a page of the vendor shows one of 21 letters and digits (vendor-facts 1.3).',
  severity: 'recommended',
  advice: 'take interviewId as text of any form',
  probe: () => inOrder(finishedWith('an id of 21 letters and digits', { idForm: 'free' })),
  judge: judgeAcknowledged,
}
