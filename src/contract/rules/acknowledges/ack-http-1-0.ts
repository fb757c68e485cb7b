import { judgeAcknowledged } from '../judge-acknowledged.ts'
import { finished, inOrder } from '../probe.ts'
import type { RuleOf } from '../rule.ts'

export const ackHttp10: RuleOf = {
  id: 'ACK-HTTP-1-0',
  title: 'Takes a request of HTTP/1.0',
  why: 'Proxies in between may speak it, and close after the answer (vendor-facts 9; RFC 9112, 9.3; ours).',
  severity: 'information',
  advice: 'let the server answer HTTP/1.0 as well',
  probe: () => inOrder(finished('HTTP/1.0', { framing: 'http-1.0' })),
  judge: judgeAcknowledged,
}
