import { judgeAcknowledged } from '../judge-acknowledged.ts'
import { sideBySide } from '../side-by-side.ts'
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
  probe: () => ({ kind: 'turns', turns: sideBySide(sessions()) }),
  judge: judgeAcknowledged,
}

function sessions() {
  return Array.from({ length: SESSIONS }, (_, index) => ({
    name: `session ${index + 1}`,
    statuses: STATUSES,
  }))
}
