import { judgeDenied } from '../judge-denied.ts'
import { inOrder, notification } from '../probe.ts'
import type { RuleOf } from '../rule.ts'

export const authSameLength: RuleOf = {
  id: 'AUTH-SAME-LENGTH',
  title: 'Denies a wrong token of the same length',
  why: 'A comparison that looks at the length, or at the beginning, lets a forged token in (RFC 6750, 3.1).',
  severity: 'required',
  advice: 'compare all of it, with timingSafeEqual over digests',
  probe: ({ hasToken }) =>
    hasToken
      ? inOrder({
          ...notification('ONBOARDING_FINISHED'),
          label: 'a wrong token of the same length',
          credentials: 'wrong-same-length',
        })
      : { kind: 'none', reason: 'needs --token or --oauth-url' },
  judge: (evidence) => judgeDenied(evidence, [401]),
}
