import { judgeRefused } from '../judge-refused.ts'
import { inOrder } from '../probe.ts'
import type { RuleOf } from '../rule.ts'

export const refEmpty: RuleOf = {
  id: 'REF-EMPTY',
  title: 'Refuses an empty body',
  why: 'What is no notification must not pass for one: an accepted answer says that it was understood (hardening B; ours).',
  severity: 'recommended',
  advice: 'answer 400 to a body that is not JSON',
  probe: () => inOrder({ label: 'an empty body', body: { kind: 'none' } }),
  judge: judgeRefused,
}
