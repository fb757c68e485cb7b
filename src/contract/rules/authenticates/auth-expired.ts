import { judgeDenied } from '../judge-denied.ts'
import { finished, inOrder } from '../probe.ts'
import type { RuleOf } from '../rule.ts'

export const authExpired: RuleOf = {
  id: 'AUTH-EXPIRED',
  title: 'Denies an expired token',
  why: 'A token has a lifetime so that one that leaked is soon worth nothing (vendor-facts 4; RFC 6750, 3.1).',
  severity: 'required',
  advice: 'check the expiry of the token, and answer 401',
  probe: ({ hasExpiredToken }) =>
    hasExpiredToken
      ? inOrder(finished('an expired token', { credentials: 'expired' }))
      : { kind: 'none', reason: 'needs --expired-token' },
  judge: (evidence) => judgeDenied(evidence, [401]),
}
