import { judgeRefused } from '../judge-refused.ts'
import { finished, inOrder } from '../probe.ts'
import type { RuleOf } from '../rule.ts'

const TEXT = '{"interviewId":"{{interviewId}}","onboardingStatus":"ONBOARDING_FINISHED"}'
const GZIP = [['content-encoding', 'gzip']] as const

export const refGzip: RuleOf = {
  id: 'REF-GZIP',
  title: 'Refuses a compressed body',
  why: 'Nothing says that the vendor compresses, and a few compressed bytes can fill up the memory (vendor-facts 7; ours).',
  severity: 'recommended',
  advice:
    'answer 415 to Content-Encoding; body parsers have a switch for it, such as inflate: false',
  probe: () =>
    inOrder(
      finished('a body in gzip', { body: { kind: 'gzip', text: TEXT }, headers: GZIP }),
      finished('a body that is called gzip and is not', { headers: GZIP }),
    ),
  judge: judgeRefused,
}
