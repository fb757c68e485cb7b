import { judgeDenied } from '../judge-denied.ts'
import type { RuleOf } from '../rule.ts'
import { withCredentials } from './with-credentials.ts'

export const authNone: RuleOf = {
  id: 'AUTH-NONE',
  title: 'Denies a request without a token',
  why: 'Otherwise whoever knows the URL can report any session as finished (vendor-facts 7; RFC 6750, 3).',
  severity: 'required',
  advice: 'answer 401 with WWW-Authenticate: Bearer',
  probe: withCredentials(['none', 'no token']),
  judge: (evidence) => judgeDenied(evidence, [401]),
}
