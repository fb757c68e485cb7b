import { judgeAcknowledged } from '../judge-acknowledged.ts'
import { atOnce, notification } from '../probe.ts'
import type { RuleOf } from '../rule.ts'

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
  judge: judgeAcknowledged,
}
