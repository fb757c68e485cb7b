import { judgeDenied } from '../judge-denied.ts'
import type { RuleOf } from '../rule.ts'
import { withCredentials } from './with-credentials.ts'

export const authSameLength: RuleOf = {
  id: 'AUTH-SAME-LENGTH',
  title: 'Denies a wrong token of the same length',
  why: 'Who compares only the length, or the beginning, lets a forged token in (vendor-facts 7; RFC 6750, 3.1).',
  severity: 'required',
  advice: 'compare the whole token, such as with timingSafeEqual over digests',
  probe: withCredentials(['wrong-same-length', 'a wrong token of the same length']),
  judge: (evidence) => judgeDenied(evidence, [401]),
}
