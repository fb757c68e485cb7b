import { judgeRefused } from '../judge-refused.ts'
import { finished, inOrder } from '../probe.ts'
import type { RuleOf } from '../rule.ts'

const TEXT = '{"interviewId":"{{interviewId}}","onboardingStatus":"ONBOARDING_FINISHED"}'
const GZIP = [['content-encoding', 'gzip']] as const

export const refGzip: RuleOf = {
  id: 'REF-GZIP',
  title: 'Refuses a compressed body',
  why: 'The vendor is not known to compress; whoever decompresses can be filled up by a few bytes (hardening B11).',
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
