import type { SessionTimeline } from '../contract/received.ts'
import type { LineHead } from './line-head.ts'
import type { JournalVerdict } from './record.ts'

/** Sessions beyond this many push out the oldest, so that an old journal stays cheap to open. */
export const MAX_SESSIONS = 10_000
/** Statuses of one session beyond this many are repeats that nobody needs to know. */
const MAX_STATUSES = 200

type Arrival = Extract<JournalVerdict, { kind: 'notification' }>

/** What must be known of earlier records to go on with a journal. */
export interface History {
  add(head: LineHead): void
  /** What has come of a session so far; nothing of one that is not known. */
  statusesOf(interviewId: string): readonly string[]
  read(): { readonly lastSeq: number; readonly sessions: readonly SessionTimeline[] }
}

/** Starts with nothing; its size is bounded. */
export function createHistory(): History {
  const sessions = new Map<string, SessionTimeline>()
  let lastSeq = 0
  return {
    add: ({ seq, verdict }) => {
      lastSeq = Math.max(lastSeq, seq)
      if (verdict?.kind === 'notification') addArrival(sessions, verdict)
    },
    statusesOf: (interviewId) => sessions.get(interviewId)?.statuses ?? [],
    read: () => ({ lastSeq, sessions: [...sessions.values()] }),
  }
}

function addArrival(sessions: Map<string, SessionTimeline>, arrival: Arrival): void {
  const { interviewId, externalCustomerId, onboardingStatus } = arrival
  const known = sessions.get(interviewId)
  const earlier = known?.statuses ?? []
  sessions.delete(interviewId)
  sessions.set(interviewId, {
    interviewId,
    externalCustomerId: externalCustomerId ?? known?.externalCustomerId ?? null,
    statuses: earlier.length < MAX_STATUSES ? [...earlier, onboardingStatus] : earlier,
  })
  const [oldest] = sessions.keys()
  if (sessions.size > MAX_SESSIONS && oldest !== undefined) sessions.delete(oldest)
}
