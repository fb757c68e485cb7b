import { judgeLifeSigns } from '../judge-life-signs.ts'
import type { RuleOf } from '../rule.ts'

export const surLivesOn: RuleOf = {
  id: 'SUR-LIVES-ON',
  title: 'Lives on after every input',
  why: 'One request that ends the process takes the notifications of every other customer with it (hardening, part 2).',
  severity: 'required',
  advice: 'catch what parsing and reading throw; answer 400, and never leave a rejection unhandled',
  probe: () => ({ kind: 'liveness' }),
  judge: judgeLifeSigns,
}
