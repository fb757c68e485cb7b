import { judgeLifeSigns } from '../judge-life-signs.ts'
import type { RuleOf } from '../rule.ts'

export const surLivesOn: RuleOf = {
  id: 'SUR-LIVES-ON',
  title: 'Lives on after every input',
  why: 'When one request ends the process, the notifications of every other customer are lost with it (vendor-facts 7).',
  severity: 'required',
  advice: 'catch what parsing and reading throw, answer 400, and leave no promise without a catch',
  probe: () => ({ kind: 'liveness' }),
  judge: judgeLifeSigns,
}
