import { finished, inOrder } from '../probe.ts'
import type { RuleOf } from '../rule.ts'
import { judgeReading } from './judge-reading.ts'

export const ackReadsBody: RuleOf = {
  id: 'ACK-READS-BODY',
  title: 'Answers only after it has read the body',
  why: 'What is acknowledged does not come again: who answers before the body has come may lose it (vendor-facts 3).',
  severity: 'recommended',
  advice: 'read the whole body, and store it, before the answer is sent',
  probe: () => inOrder(finished('a body that comes late', { framing: 'late-body' })),
  judge: judgeReading,
}
