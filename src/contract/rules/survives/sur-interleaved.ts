import { judgeAcknowledged } from '../judge-acknowledged.ts'
import type { Probe, ProbeRequest } from '../probe.ts'
import type { RuleOf } from '../rule.ts'

const SESSIONS = 20
const STATUSES = [
  'ID_VALIDATION_FINISHED',
  'FACE_VALIDATION_FINISHED',
  'POST_PROCESSING_FINISHED',
  'ONBOARDING_FINISHED',
]

export const surInterleaved: RuleOf = {
  id: 'SUR-INTERLEAVED',
  title: `Survives ${SESSIONS} sessions at the same time`,
  why: 'Customers onboard at the same time, and the notifications of all come to one URL (vendor-facts 1).',
  severity: 'required',
  advice: 'keep state by interviewId, in the database and not in a variable of the process',
  probe: sideBySide,
  judge: judgeAcknowledged,
}

/** Turn after turn, the next status of all sessions. */
function sideBySide(): Probe {
  return { kind: 'turns', turns: STATUSES.map(ofAllSessions) }
}

function ofAllSessions(status: string): ProbeRequest[] {
  return Array.from({ length: SESSIONS }, (_, session) => ({
    label: `session ${session + 1}: ${status}`,
    session,
    body: { kind: 'notification', status },
  }))
}
