import { judgeDenied } from '../judge-denied.ts'
import { inOrder, notification } from '../probe.ts'
import type { RuleOf } from '../rule.ts'

export const authNone: RuleOf = {
  id: 'AUTH-NONE',
  title: 'Denies a request without a token',
  why: 'Whoever knows the URL could report a session as finished (RFC 6750, 3).',
  severity: 'required',
  advice: 'answer 401 with WWW-Authenticate: Bearer',
  probe: ({ hasToken }) =>
    hasToken
      ? inOrder({ ...notification('ONBOARDING_FINISHED'), label: 'no token', credentials: 'none' })
      : { kind: 'none', reason: 'needs --token or --oauth-url' },
  judge: (evidence) => judgeDenied(evidence, [401]),
}
