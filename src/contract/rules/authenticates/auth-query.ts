import { judgeDenied } from '../judge-denied.ts'
import type { RuleOf } from '../rule.ts'
import { withCredentials } from './with-credentials.ts'

export const authQuery: RuleOf = {
  id: 'AUTH-QUERY',
  title: 'Denies the token in the query',
  why: 'What is in a URL is in the log of every proxy (RFC 9700, 4.3.2).',
  severity: 'recommended',
  advice: 'read the token from the Authorization header alone',
  probe: withCredentials(['in-query', 'the token in the query']),
  judge: (evidence) => judgeDenied(evidence, [401, 400]),
}
