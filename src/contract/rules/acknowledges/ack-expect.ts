import { judgeAcknowledged } from '../judge-acknowledged.ts'
import { finished, inOrder } from '../probe.ts'
import type { RuleOf } from '../rule.ts'

export const ackExpect: RuleOf = {
  id: 'ACK-EXPECT',
  title: 'Takes Expect: 100-continue',
  why: 'Which client the vendor uses is not documented; some ask before they send a body (vendor-facts 9; RFC 9110, 10.1.1; ours).',
  severity: 'information',
  advice: 'answer 100 Continue, or ignore the header',
  probe: () => inOrder(finished('Expect: 100-continue', { framing: 'expect-continue' })),
  judge: judgeAcknowledged,
}
