import { judgeDenied } from '../judge-denied.ts'
import { inOrder, notification } from '../probe.ts'
import type { RuleOf } from '../rule.ts'

export const authWrong: RuleOf = {
  id: 'AUTH-WRONG',
  title: 'Denies a wrong token',
  why: 'Whoever knows the URL could report a session as finished (RFC 6750, 3.1).',
  severity: 'required',
  advice: 'compare the token, or verify its signature, and answer 401',
  probe: ({ hasToken }) =>
    hasToken
      ? inOrder({
          ...notification('ONBOARDING_FINISHED'),
          label: 'a wrong token',
          credentials: 'wrong',
        })
      : { kind: 'none', reason: 'needs --token or --oauth-url' },
  judge: (evidence) => judgeDenied(evidence, [401]),
}
