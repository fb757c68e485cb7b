import { judgeArrival, type SessionFinding } from '../contract/judge-session.ts'
import type { Notification } from '../contract/notification.ts'
import type { SessionTimeline } from '../contract/received.ts'

/** Sessions beyond this many push out the oldest, so that a long run keeps its size. */
const MAX_SESSIONS = 10_000
/** A session has eleven statuses at most; what comes beyond this many repeats is judged and not kept. */
const MAX_STATUSES = 200

/** What came in for each session, and the judgement on each status as it arrives. */
export interface SessionTimelines {
  /** Adds a notification to its session and says what is wrong with its place there. */
  add(notification: Notification): SessionFinding[]
  list(): SessionTimeline[]
}

/** Starts with no session. */
export function createSessionTimelines(): SessionTimelines {
  const sessions = new Map<string, SessionTimeline>()
  return {
    add: (notification) => {
      const { interviewId, externalCustomerId, onboardingStatus } = notification
      const known = sessions.get(interviewId)
      const earlier = known?.statuses ?? []
      if (known === undefined && sessions.size >= MAX_SESSIONS) dropOldest(sessions)
      sessions.set(interviewId, {
        interviewId,
        externalCustomerId: externalCustomerId ?? known?.externalCustomerId ?? null,
        statuses: earlier.length < MAX_STATUSES ? [...earlier, onboardingStatus] : earlier,
      })
      return judgeArrival(earlier, onboardingStatus)
    },
    list: () => [...sessions.values()],
  }
}

function dropOldest(sessions: Map<string, SessionTimeline>): void {
  const [oldest] = sessions.keys()
  if (oldest !== undefined) sessions.delete(oldest)
}
