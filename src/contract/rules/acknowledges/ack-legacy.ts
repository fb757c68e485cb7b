import { judgeAcknowledged } from '../judge-acknowledged.ts'
import { finishedWith, inOrder } from '../probe.ts'
import type { RuleOf } from '../rule.ts'

export const ackLegacy: RuleOf = {
  id: 'ACK-LEGACY',
  title: 'Acknowledges the payload of the old documentation',
  why: 'The old documentation has externalId in place of externalCustomerId (vendor-facts 1.2).',
  severity: 'recommended',
  advice: 'read interviewId and onboardingStatus, and ignore other fields',
  probe: () => inOrder(finishedWith('with externalId', { variant: 'legacy' })),
  judge: judgeAcknowledged,
}
