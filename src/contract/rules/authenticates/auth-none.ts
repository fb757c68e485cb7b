import { judgeDenied } from '../judge-denied.ts'
import type { RuleOf } from '../rule.ts'
import { withCredentials } from './with-credentials.ts'

export const authNone: RuleOf = {
  id: 'AUTH-NONE',
  title: 'Denies a request without a token',
  why: 'Whoever knows the URL could report a session as finished (RFC 6750, 3).',
  severity: 'required',
  advice: 'answer 401 with WWW-Authenticate: Bearer',
  probe: withCredentials(['none', 'no token']),
  judge: (evidence) => judgeDenied(evidence, [401]),
}
