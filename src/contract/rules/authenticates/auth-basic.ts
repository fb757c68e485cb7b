import { judgeDenied } from '../judge-denied.ts'
import type { RuleOf } from '../rule.ts'
import { withCredentials } from './with-credentials.ts'

export const authBasic: RuleOf = {
  id: 'AUTH-BASIC',
  title: 'Denies Basic credentials that hold the token',
  why: 'The scheme says how to read what follows; an endpoint that does not look at it reads anything (RFC 6750, 2.1).',
  severity: 'recommended',
  advice: 'take Authorization: Bearer alone',
  probe: withCredentials(['basic', 'Basic credentials']),
  judge: (evidence) => judgeDenied(evidence, [401, 400]),
}
