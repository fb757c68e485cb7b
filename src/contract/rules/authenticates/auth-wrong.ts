import { judgeDenied } from '../judge-denied.ts'
import type { RuleOf } from '../rule.ts'
import { withCredentials } from './with-credentials.ts'

export const authWrong: RuleOf = {
  id: 'AUTH-WRONG',
  title: 'Denies a wrong token',
  why: 'Whoever knows the URL could report a session as finished (RFC 6750, 3.1).',
  severity: 'required',
  advice: 'compare the token, or verify its signature, and answer 401',
  probe: withCredentials(['wrong', 'a wrong token']),
  judge: (evidence) => judgeDenied(evidence, [401]),
}
