import { judgeRefused } from '../judge-refused.ts'
import { inOrder } from '../probe.ts'
import type { RuleOf } from '../rule.ts'

export const refNumber: RuleOf = {
  id: 'REF-NUMBER',
  title: 'Refuses a number',
  why: 'What is no notification must not pass for one: an accepted answer says that it was understood (hardening B; ours).',
  severity: 'recommended',
  advice: 'ask whether the body is an object before reading a field of it',
  probe: () => inOrder({ label: 'a number', body: { kind: 'text', text: '42' } }),
  judge: judgeRefused,
}
