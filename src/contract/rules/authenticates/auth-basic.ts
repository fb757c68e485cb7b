import { judgeDenied } from '../judge-denied.ts'
import type { RuleOf } from '../rule.ts'
import { withCredentials } from './with-credentials.ts'

export const authBasic: RuleOf = {
  id: 'AUTH-BASIC',
  title: 'Denies Basic credentials that hold the token',
  why: 'The vendor sends Bearer; who does not look at the scheme lets other credentials in (vendor-facts 4; RFC 6750, 2.1).',
  severity: 'recommended',
  advice: 'accept the scheme Bearer only, and answer 401 to others',
  probe: withCredentials(
    ['basic', 'Basic credentials'],
    ['other-scheme', 'the token itself after Basic'],
  ),
  judge: (evidence) => judgeDenied(evidence, [401, 400]),
}
