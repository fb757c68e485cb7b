import { judgeRefused } from '../judge-refused.ts'
import { inOrder } from '../probe.ts'
import type { RuleOf } from '../rule.ts'

export const refNull: RuleOf = {
  id: 'REF-NULL',
  title: 'Refuses null',
  why: 'What is no notification must not pass for one: an accepted answer says that it was understood (hardening B; ours).',
  severity: 'recommended',
  advice: 'ask whether the body is an object before reading a field of it',
  probe: () => inOrder({ label: 'null', body: { kind: 'text', text: 'null' } }),
  judge: judgeRefused,
}
