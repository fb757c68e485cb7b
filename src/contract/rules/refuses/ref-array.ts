import { judgeRefused } from '../judge-refused.ts'
import { inOrder } from '../probe.ts'
import type { RuleOf } from '../rule.ts'

export const refArray: RuleOf = {
  id: 'REF-ARRAY',
  title: 'Refuses an array',
  why: 'What is no notification must not pass for one: an accepted answer says that it was understood (hardening B; ours).',
  severity: 'recommended',
  advice: 'ask whether the body is an object before reading a field of it',
  probe: () => inOrder({ label: 'an array', body: { kind: 'text', text: '[]' } }),
  judge: judgeRefused,
}
