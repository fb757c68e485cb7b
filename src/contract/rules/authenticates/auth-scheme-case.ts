import { judgeAcknowledged } from '../judge-acknowledged.ts'
import type { RuleOf } from '../rule.ts'
import { withCredentials } from './with-credentials.ts'

export const authSchemeCase: RuleOf = {
  id: 'AUTH-SCHEME-CASE',
  title: 'Accepts bearer in lower case',
  why: 'The name of a scheme is the same in upper and lower case, and the vendor may change it (vendor-facts 4; RFC 9110, 11.1).',
  severity: 'recommended',
  advice: 'compare the scheme without regard to case',
  probe: withCredentials(['lower-case-scheme', 'bearer in lower case']),
  judge: judgeAcknowledged,
}
