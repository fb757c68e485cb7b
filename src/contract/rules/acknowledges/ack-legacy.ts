import { judgeAcknowledged } from '../judge-acknowledged.ts'
import { finishedWith, inOrder } from '../probe.ts'
import type { RuleOf } from '../rule.ts'

export const ackLegacy: RuleOf = {
  id: 'ACK-LEGACY',
  title: 'Acknowledges the payload of the old site',
  why: 'The old site has externalId in place of externalCustomerId (vendor-facts 1.2).',
  severity: 'recommended',
  advice: 'read interviewId and onboardingStatus, and let other fields be',
  probe: () => inOrder(finishedWith('with externalId', { variant: 'legacy' })),
  judge: judgeAcknowledged,
}
