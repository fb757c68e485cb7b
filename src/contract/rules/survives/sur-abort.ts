import { judgeLifeSigns } from '../judge-life-signs.ts'
import { inOrder, notification } from '../probe.ts'
import type { RuleOf } from '../rule.ts'

export const surAbort: RuleOf = {
  id: 'SUR-ABORT',
  title: 'Survives a client that goes away in the middle of a body',
  why: 'A vendor that gives up, or a network that breaks, leaves half a body behind (hardening R15).',
  severity: 'required',
  advice: 'listen for errors of the request stream, and let one request fail alone',
  probe: () =>
    inOrder({ ...notification('ONBOARDING_FINISHED'), label: 'half a body', framing: 'abandoned' }),
  judge: judgeLifeSigns,
}
