import { judgeRefused } from '../judge-refused.ts'
import { inOrder, textBody } from '../probe.ts'
import type { RuleOf } from '../rule.ts'

const LARGE = `{"interviewId":"{{interviewId}}","onboardingStatus":"ONBOARDING_FINISHED","filler":"${'x'.repeat(2_000_000)}"}`

export const refLarge: RuleOf = {
  id: 'REF-LARGE',
  title: 'Refuses a body of 2 MB',
  why: 'A notification has 200 bytes; without a limit, large bodies can fill up the memory (vendor-facts 7; the size is ours).',
  severity: 'recommended',
  advice: 'set the limit of the body parser, to 1 MiB at most, and answer 413',
  probe: () => inOrder(textBody('a body of 2 MB', LARGE)),
  judge: judgeRefused,
}
