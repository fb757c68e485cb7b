import type { RuleOf } from '../rule.ts'
import { judgeBody } from './judge-body.ts'

export const ackBodyJson: RuleOf = {
  id: 'ACK-BODY-JSON',
  title: 'Sends JSON where it says JSON',
  why: 'A 200 says application/json, and the vendor does not say whether it reads the body: what is no JSON may be rejected (vendor-facts 3).',
  severity: 'recommended',
  advice: 'send a body such as {"success":true} and nothing before or after it, or answer 204',
  probe: () => ({ kind: 'statuses' }),
  judge: (evidence) =>
    judgeBody(evidence, ['BODY_NOT_JSON', 'BODY_ENCODED'], 'no body, or one that is JSON'),
}
