import { judgeRefused } from '../judge-refused.ts'
import { inOrder } from '../probe.ts'
import type { RuleOf } from '../rule.ts'

export const refGet: RuleOf = {
  id: 'REF-GET',
  title: 'Refuses GET',
  why: 'Notifications come by POST; what a link can trigger, a stranger can trigger (vendor-facts 1; ours).',
  severity: 'recommended',
  advice: 'answer 405 to other methods than POST',
  probe: () => inOrder({ label: 'GET', method: 'GET', body: { kind: 'none' } }),
  judge: judgeRefused,
}
