import { judgeLifeSigns } from '../judge-life-signs.ts'
import { finished, inOrder } from '../probe.ts'
import type { RuleOf } from '../rule.ts'

export const surAbort: RuleOf = {
  id: 'SUR-ABORT',
  title: 'Survives a client that goes away in the middle of a body',
  why: 'A client that gives up, or a network that breaks, leaves half a body behind (vendor-facts 7; ours).',
  severity: 'required',
  advice: 'listen for errors of the request stream, and let that one request fail alone',
  probe: () => inOrder(finished('half a body', { framing: 'abandoned' })),
  judge: judgeLifeSigns,
}
