import { judgeAcknowledged } from '../judge-acknowledged.ts'
import { inOrder, notification } from '../probe.ts'
import type { RuleOf } from '../rule.ts'

export const authSchemeCase: RuleOf = {
  id: 'AUTH-SCHEME-CASE',
  title: 'Accepts bearer in lower case',
  why: 'The name of a scheme is the same in any case (RFC 9110, 11.1).',
  severity: 'recommended',
  advice: 'compare the scheme without regard to case',
  probe: ({ hasToken }) =>
    hasToken
      ? inOrder({
          ...notification('ONBOARDING_FINISHED'),
          label: 'bearer in lower case',
          credentials: 'lower-case-scheme',
        })
      : { kind: 'none', reason: 'needs --token or --oauth-url' },
  judge: judgeAcknowledged,
}
