import type { RuleOf } from '../rule.ts'
import { judgeBody } from './judge-body.ts'

export const ackBodySuccess: RuleOf = {
  id: 'ACK-BODY-SUCCESS',
  title: 'Does not say success: false in an accepted answer',
  why: 'The vendor goes by the status: after a 200 it does not send again, whatever the body says (vendor-facts 3).',
  severity: 'recommended',
  advice: 'answer 500 to be called again, or 204 where nothing is wrong',
  probe: () => ({ kind: 'statuses' }),
  judge: (evidence) =>
    judgeBody(evidence, ['SUCCESS_FALSE'], 'no body, or none that says success: false'),
}
