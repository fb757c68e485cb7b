import { judgeDenied } from '../judge-denied.ts'
import type { RuleOf } from '../rule.ts'
import { withSpoiltHeader } from './with-spoilt-header.ts'

export const authHeaderWrong: RuleOf = {
  id: 'AUTH-HEADER-WRONG',
  title: 'Denies a custom header that is wrong',
  why: 'The vendor sends the custom headers with every notification; one that is not checked protects nothing (vendor-facts 1).',
  severity: 'recommended',
  advice: 'compare the header, and answer 401 or 403',
  probe: withSpoiltHeader('wrong'),
  judge: (evidence) => judgeDenied(evidence, [401, 403]),
}
