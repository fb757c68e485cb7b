import type { Flow, FlowSession } from '../../contract/flow.ts'
import { isLegalSession, judgeSession } from '../../contract/judge-session.ts'
import { describeFinding } from '../text/describe-finding.ts'
import { count } from '../text/units.ts'

/** Recorded sessions as a flow; an order that the vendor would not send says so, as a flow must. */
export function toRecordedFlow(name: string, orders: readonly (readonly string[])[]): Flow {
  const sessions = orders.map((statuses, index) => ({ label: `recorded ${index + 1}`, statuses }))
  const description = `${count(sessions.length, 'session')} as a journal recorded them`
  const abnormal = disorderOf(sessions)
  return { name, description, ...(abnormal === null ? {} : { abnormal }), sessions }
}

function disorderOf(sessions: readonly FlowSession[]): string | null {
  const illegal = sessions.filter(({ statuses }) => !isLegalSession(statuses))
  const [first] = illegal
  const [finding] = judgeSession(first?.statuses ?? []).filter(
    ({ strength }) => strength !== 'soft',
  )
  if (first === undefined || finding === undefined) return null
  const example = `${first.label}: ${finding.status} ${describeFinding(finding)}`
  return `recorded out of order in ${count(illegal.length, 'session')} (${example})`
}
