import { judgeAcknowledged } from '../judge-acknowledged.ts'
import { inOrder, notification } from '../probe.ts'
import type { RuleOf } from '../rule.ts'

export const authToken: RuleOf = {
  id: 'AUTH-TOKEN',
  title: 'Accepts the right token',
  why: 'The vendor sends the token that it got from the authorization server (vendor-facts 4).',
  severity: 'required',
  advice: 'check issuer, audience and clock; --token or --oauth-url may be of another environment',
  probe: ({ hasToken }) =>
    hasToken
      ? inOrder({
          ...notification('ONBOARDING_FINISHED'),
          label: 'the right token',
          credentials: 'right',
        })
      : { kind: 'none', reason: 'needs --token or --oauth-url' },
  judge: judgeAcknowledged,
}
