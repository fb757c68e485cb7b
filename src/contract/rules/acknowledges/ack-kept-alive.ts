import type { Evidence } from '../evidence.ts'
import { judgeAcknowledged } from '../judge-acknowledged.ts'
import { finished, inOrder } from '../probe.ts'
import type { Judgement, RuleOf } from '../rule.ts'

export const ackKeptAlive: RuleOf = {
  id: 'ACK-KEPT-ALIVE',
  title: 'Takes a second request on the same connection',
  why: 'Which client the vendor uses is not documented; one may keep the connection for its next notification (vendor-facts 9; RFC 9112, 9.3).',
  severity: 'recommended',
  advice: 'read every request to its end; where the app wants to close, it says Connection: close',
  probe: () => inOrder(finished('a second request', { framing: 'kept-alive' })),
  judge: judgeKeptAlive,
}

/** An endpoint that closes after each answer may do so (RFC 9112, 9.6). */
function judgeKeptAlive(evidence: Evidence): Judgement {
  const judgement = judgeAcknowledged(evidence)
  const isReused = evidence.exchanges.some(({ observed }) => observed.isReused !== false)
  if (judgement.result !== 'pass' || isReused) return judgement
  return { result: 'pass', message: 'acknowledged over a new one: the endpoint closes after each' }
}
