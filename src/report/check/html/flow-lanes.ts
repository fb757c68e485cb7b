import type { CheckReport } from '../../../contract/check-report.ts'
import type { CheckExchange } from '../../../contract/rules/evidence.ts'

/** The notifications of one session of a flow, in the order in which they were sent. */
export interface FlowLane {
  /** The name of the flow; a number tells its other legal orders apart. */
  readonly name: string
  readonly exchanges: readonly CheckExchange[]
}

/** The rule that sends every legal flow (vendor-facts 2.4). */
export const FLOW_RULE = 'SUR-FLOWS'

/** The sessions of every flow as they were answered; none where that rule was not tried. */
export function flowLanes({ results }: CheckReport): FlowLane[] {
  const checked = results.find(({ rule }) => rule.id === FLOW_RULE)
  const all = checked?.exchanges ?? []
  const ids = new Set(all.map(({ interviewId }) => interviewId))
  const used = new Map<string, number>()
  return [...ids].map((id) => {
    const exchanges = all.filter(({ interviewId }) => interviewId === id)
    const flow = exchanges[0]?.label.split(': ')[0] ?? ''
    const number = (used.get(flow) ?? 0) + 1
    used.set(flow, number)
    return { name: number === 1 ? flow : `${flow} (${number})`, exchanges }
  })
}
