import { judgeRefused } from '../judge-refused.ts'
import { inOrder } from '../probe.ts'
import type { RuleOf } from '../rule.ts'

/** C3 begins a character of two bytes, and 28 cannot end it. */
const BYTES = new Uint8Array([
  ...new TextEncoder().encode('{"interviewId":"'),
  0xc3,
  0x28,
  ...new TextEncoder().encode('","onboardingStatus":"ONBOARDING_FINISHED"}'),
])

export const refUtf8: RuleOf = {
  id: 'REF-UTF8',
  title: 'Refuses a body that is not UTF-8',
  why: 'JSON is UTF-8; who decodes it leniently stores an id that nobody sent (vendor-facts 7; RFC 8259, 8.1).',
  severity: 'recommended',
  advice: 'decode strictly, such as with TextDecoder and fatal: true, and answer 400',
  probe: () =>
    inOrder({ label: 'a body that is not UTF-8', body: { kind: 'bytes', bytes: BYTES } }),
  judge: judgeRefused,
}
