import { judgeRefused } from '../judge-refused.ts'
import { finished, inOrder } from '../probe.ts'
import type { RuleOf } from '../rule.ts'

export const refPut: RuleOf = {
  id: 'REF-PUT',
  title: 'Refuses PUT',
  why: 'Notifications come by POST; one way in is easier to guard than two (vendor-facts 1; ours).',
  severity: 'recommended',
  advice: 'answer 405 to other methods than POST',
  probe: () => inOrder(finished('PUT', { method: 'PUT' })),
  judge: judgeRefused,
}
