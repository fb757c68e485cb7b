import { judgeDenied } from '../judge-denied.ts'
import { inOrder, notification } from '../probe.ts'
import type { RuleOf } from '../rule.ts'

export const authQuery: RuleOf = {
  id: 'AUTH-QUERY',
  title: 'Denies the token in the query',
  why: 'What is in a URL is in the log of every proxy (RFC 9700, 4.3.2).',
  severity: 'recommended',
  advice: 'read the token from the Authorization header alone',
  probe: ({ hasToken }) =>
    hasToken
      ? inOrder({
          ...notification('ONBOARDING_FINISHED'),
          label: 'the token in the query',
          credentials: 'in-query',
        })
      : { kind: 'none', reason: 'needs --token or --oauth-url' },
  judge: (evidence) => judgeDenied(evidence, [401, 400]),
}
