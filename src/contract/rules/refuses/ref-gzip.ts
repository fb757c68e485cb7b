import { judgeRefused } from '../judge-refused.ts'
import { inOrder, notification } from '../probe.ts'
import type { RuleOf } from '../rule.ts'

export const refGzip: RuleOf = {
  id: 'REF-GZIP',
  title: 'Refuses a body that is called gzip and is not',
  why: 'The vendor is not known to compress; whoever decompresses must survive what cannot be (hardening B11).',
  severity: 'recommended',
  advice: 'answer 415 to Content-Encoding, or 400 where it cannot be decoded',
  probe: () =>
    inOrder({
      ...notification('ONBOARDING_FINISHED'),
      label: 'a body that is called gzip',
      headers: [['content-encoding', 'gzip']],
    }),
  judge: judgeRefused,
}
