import { judgeDenied } from '../judge-denied.ts'
import type { RuleOf } from '../rule.ts'
import { withCredentials } from './with-credentials.ts'

export const authQuery: RuleOf = {
  id: 'AUTH-QUERY',
  title: 'Denies the token in the query',
  why: 'The vendor sends the token in a header; what is in a URL ends up in logs (vendor-facts 4; RFC 9700, 4.3.2).',
  severity: 'recommended',
  advice: 'read the token from the Authorization header only',
  probe: withCredentials(['in-query', 'the token in the query']),
  judge: (evidence) => judgeDenied(evidence, [401, 400]),
}
