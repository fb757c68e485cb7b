import { judgeDenied } from '../judge-denied.ts'
import { finished, inOrder } from '../probe.ts'
import type { RuleOf } from '../rule.ts'

export const authExpired: RuleOf = {
  id: 'AUTH-EXPIRED',
  title: 'Denies an expired token',
  why: 'A token that was valid once may be in the log of a stranger (RFC 6750, 3.1).',
  severity: 'required',
  advice: 'verify exp and answer 401',
  probe: ({ hasExpiredToken }) =>
    hasExpiredToken
      ? inOrder(finished('an expired token', { credentials: 'expired' }))
      : { kind: 'none', reason: 'needs --expired-token' },
  judge: (evidence) => judgeDenied(evidence, [401]),
}
