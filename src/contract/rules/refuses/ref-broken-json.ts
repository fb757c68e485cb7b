import { judgeRefused } from '../judge-refused.ts'
import { inOrder } from '../probe.ts'
import type { RuleOf } from '../rule.ts'

export const refBrokenJson: RuleOf = {
  id: 'REF-BROKEN-JSON',
  title: 'Refuses broken JSON',
  why: 'What is no notification must not pass for one: an accepted answer says that it was understood (hardening B; ours).',
  severity: 'recommended',
  advice: 'catch the error of the parser and answer 400',
  probe: () =>
    inOrder({
      label: 'broken JSON',
      body: { kind: 'text', text: '{"interviewId":"{{interviewId}}","onboardingStatus":' },
    }),
  judge: judgeRefused,
}
