import { finished, inOrder } from '../probe.ts'
import type { RuleOf } from '../rule.ts'
import { judgeReading } from './judge-reading.ts'

export const ackReadsBody: RuleOf = {
  id: 'ACK-READS-BODY',
  title: 'Answers only after it has read the body',
  why: 'What is acknowledged does not come again: an answer before the body promises what the app has not seen (vendor-facts 3).',
  severity: 'recommended',
  advice: 'await the whole body, and keep it, before the answer is sent',
  probe: () => inOrder(finished('a body that comes late', { framing: 'late-body' })),
  judge: judgeReading,
}
