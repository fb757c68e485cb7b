import { judgeAcknowledged } from '../judge-acknowledged.ts'
import { finished, inOrder } from '../probe.ts'
import type { RuleOf } from '../rule.ts'

export const ackChunked: RuleOf = {
  id: 'ACK-CHUNKED',
  title: 'Takes a body in chunks',
  why: 'Whether the vendor sends a Content-Length is not documented, and HTTP/1.1 allows both (vendor-facts 7; RFC 9112, 7.1).',
  severity: 'recommended',
  advice: 'let the framework read the body; do not rely on Content-Length',
  probe: () => inOrder(finished('a body in chunks', { framing: 'chunked' })),
  judge: judgeAcknowledged,
}
