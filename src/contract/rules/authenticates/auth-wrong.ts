import { judgeDenied } from '../judge-denied.ts'
import type { RuleOf } from '../rule.ts'
import { withCredentials } from './with-credentials.ts'

export const authWrong: RuleOf = {
  id: 'AUTH-WRONG',
  title: 'Denies a wrong token',
  why: 'Otherwise whoever knows the URL can report any session as finished (vendor-facts 7; RFC 6750, 3.1).',
  severity: 'required',
  advice: 'compare the token, or verify its signature, and answer 401',
  probe: withCredentials(
    ['wrong', 'a wrong token'],
    ['longer', 'the right token with something after it'],
  ),
  judge: (evidence) => judgeDenied(evidence, [401]),
}
