import { judgeAcknowledged } from '../judge-acknowledged.ts'
import { finishedWith, inOrder } from '../probe.ts'
import type { RuleOf } from '../rule.ts'

export const ackSample: RuleOf = {
  id: 'ACK-SAMPLE',
  title: 'Acknowledges the payload of the sample code',
  why: 'The vendor’s sample code shows clientId and flowId, and no external id (vendor-facts 1.2).',
  severity: 'recommended',
  advice: 'read interviewId and onboardingStatus, and ignore other fields',
  probe: () => inOrder(finishedWith('with clientId and flowId', { variant: 'sample' })),
  judge: judgeAcknowledged,
}
