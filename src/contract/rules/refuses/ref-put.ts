import { judgeRefused } from '../judge-refused.ts'
import { finished, inOrder } from '../probe.ts'
import type { RuleOf } from '../rule.ts'

export const refPut: RuleOf = {
  id: 'REF-PUT',
  title: 'Refuses PUT',
  why: 'Notifications come by POST (vendor-facts 1); what a link can trigger, a stranger can too.',
  severity: 'recommended',
  advice: 'route POST alone; answer 405 to other methods',
  probe: () => inOrder(finished('PUT', { method: 'PUT' })),
  judge: judgeRefused,
}
