import { LEGAL_SEQUENCES } from '../../flow.ts'
import { judgeAcknowledged } from '../judge-acknowledged.ts'
import { inOrder, type ProbeRequest } from '../probe.ts'
import type { RuleOf } from '../rule.ts'

export const surFlows: RuleOf = {
  id: 'SUR-FLOWS',
  title: 'Survives every legal flow',
  why: 'Which statuses come, and in which order, depends on the flow that is configured (vendor-facts 2.4).',
  severity: 'required',
  advice:
    'accept any status at any time; go by what the session has reached, not by what came last',
  probe: () => inOrder(...sessions().flat()),
  judge: judgeAcknowledged,
}

/** One flow after the other: that sessions come at the same time is another rule's. */
function sessions(): ProbeRequest[][] {
  const orders = LEGAL_SEQUENCES.flatMap(({ flow, order, alsoLegal }) =>
    [order, ...alsoLegal].map((statuses) => ({ flow, statuses })),
  )
  return orders.map(({ flow, statuses }, session) =>
    statuses.map((status) => ({
      label: `${flow}: ${status}`,
      session,
      body: { kind: 'notification', status },
    })),
  )
}
