import { answerStatus, describeOutcome } from '../describe-outcome.ts'
import type { Evidence } from '../evidence.ts'
import { judgeAcknowledged } from '../judge-acknowledged.ts'
import type { Judgement, RuleOf } from '../rule.ts'
import { withCredentials } from './with-credentials.ts'

export const authToken: RuleOf = {
  id: 'AUTH-TOKEN',
  title: 'Accepts the right token',
  why: 'The vendor sends the token that it got from the authorization server (vendor-facts 4).',
  severity: 'required',
  advice:
    'check the issuer, the audience and the clock of the server; the token given here may be of another environment',
  probe: withCredentials(['right', 'the right token']),
  judge: judgeToken,
}

/** 401 and 403 speak of the credentials, whatever else gets them. */
function judgeToken(evidence: Evidence): Judgement {
  const denied = evidence.exchanges.find((each) => [401, 403].includes(answerStatus(each) ?? 0))
  if (denied === undefined) return judgeAcknowledged(evidence)
  return { result: 'fail', message: `denied with ${describeOutcome(denied)}` }
}
