import { LEGAL_SEQUENCES } from '../../flow.ts'
import { judgeAcknowledged } from '../judge-acknowledged.ts'
import { sideBySide } from '../side-by-side.ts'
import type { RuleOf } from '../rule.ts'

export const surFlows: RuleOf = {
  id: 'SUR-FLOWS',
  title: 'Survives every legal flow',
  why: 'Which statuses come, and in which order, depends on the flow that is configured (vendor-facts 2.4).',
  severity: 'required',
  advice: 'take any status at any time; judge by what a session has reached, not by what came last',
  probe: () => ({
    kind: 'turns',
    turns: sideBySide(
      LEGAL_SEQUENCES.flatMap(({ flow, order, alsoLegal }) =>
        [order, ...alsoLegal].map((statuses) => ({ name: flow, statuses })),
      ),
    ),
  }),
  judge: judgeAcknowledged,
}
