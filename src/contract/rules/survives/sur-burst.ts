import type { Evidence } from '../evidence.ts'
import { judgeAcknowledged } from '../judge-acknowledged.ts'
import { atOnce, notification } from '../probe.ts'
import type { Judgement, RuleOf } from '../rule.ts'

const REQUESTS = 50

export const surBurst: RuleOf = {
  id: 'SUR-BURST',
  title: `Survives ${REQUESTS} notifications at once`,
  why: 'After an outage the retries of many sessions come together (vendor-facts 3; the number is ours).',
  severity: 'recommended',
  advice:
    'answer 204 first and work from a queue; raise the limits of pool, proxy and rate limiter',
  probe: () =>
    atOnce(
      ...Array.from({ length: REQUESTS }, (_, session) =>
        notification('ONBOARDING_FINISHED', session),
      ),
    ),
  judge: judgeBurst,
}

/** A rate limiter that held nothing back before is this rule's own. */
function judgeBurst(evidence: Evidence): Judgement {
  const isOwn = evidence.limited[0]?.rule === surBurst.id
  return judgeAcknowledged(isOwn ? { ...evidence, limited: [] } : evidence)
}
