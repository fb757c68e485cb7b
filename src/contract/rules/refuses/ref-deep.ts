import { judgeRefused } from '../judge-refused.ts'
import { inOrder, textBody } from '../probe.ts'
import type { RuleOf } from '../rule.ts'

const DEPTH = 5000
const DEEP = `${'['.repeat(DEPTH)}${']'.repeat(DEPTH)}`

export const refDeep: RuleOf = {
  id: 'REF-DEEP',
  title: 'Refuses 5,000 nested brackets',
  why: '10 KB of brackets can end a process that walks through them by recursion (vendor-facts 7; ours).',
  severity: 'recommended',
  advice: 'limit the depth before the body is parsed or walked through, and answer 400',
  probe: () => inOrder(textBody('5,000 nested brackets', DEEP)),
  judge: judgeRefused,
}
