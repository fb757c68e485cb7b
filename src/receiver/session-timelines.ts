import { createHash } from 'node:crypto'
import { judgeConflict } from '../contract/judge-conflict.ts'
import { judgeArrival, type SessionFinding } from '../contract/judge-session.ts'
import type { Notification } from '../contract/notification.ts'
import type { SessionTimeline } from '../contract/received.ts'

/** Sessions beyond this many push out the oldest, so that a long run keeps its size. */
const MAX_SESSIONS = 10_000
/** A session has eleven statuses at most; what comes beyond this many repeats is judged and not kept. */
const MAX_STATUSES = 200

/** The judgement on one notification, by what its session had brought before. */
export interface ArrivalJudgement {
  readonly findings: readonly SessionFinding[]
  /** The `seq` of the first one with the same status; null where there is none in this run. */
  readonly duplicateOf: number | null
}

/** The latest sessions, and the number of all. */
export interface LatestSessions {
  readonly sessions: readonly SessionTimeline[]
  readonly count: number
}

/** What came in for each session, and the judgement on each status as it arrives. */
export interface SessionTimelines {
  /** Adds a notification to its session and says what is wrong with its place there. */
  add(seq: number, notification: Notification, body: Uint8Array): ArrivalJudgement
  /** Takes one out again that could not be kept: its sender was told so. */
  remove(seq: number, interviewId: string): void
  /** One session with what came before this run; null for one that nobody heard of. */
  find(interviewId: string): SessionTimeline | null
  /** So many of the sessions that came last, also of earlier runs, and how many are known. */
  latest(most: number): LatestSessions
  /** The sessions that this run heard of, with what came before it. */
  list(): SessionTimeline[]
}

interface Arrival {
  /** Null for one of an earlier run. */
  readonly seq: number | null
  readonly status: string
  readonly digest: string | null
}

interface Session {
  readonly externalCustomerId: string | null
  readonly arrivals: readonly Arrival[]
}

/** Starts with the sessions of earlier runs, the latest last. */
export function createSessionTimelines(earlier: readonly SessionTimeline[] = []): SessionTimelines {
  const sessions = new Map(earlier.map((each) => [each.interviewId, fromTimeline(each)]))
  // Kept, and not asked for each time: a new one would pass by all that were dropped before.
  const oldestFirst = sessions.keys()
  return {
    add: (seq, notification, body) => {
      const known = sessions.get(notification.interviewId) ?? NO_SESSION
      if (known === NO_SESSION && sessions.size >= MAX_SESSIONS) {
        sessions.delete(oldestFirst.next().value as string)
      }
      const arrival = { seq, status: notification.onboardingStatus, digest: digestOf(body) }
      sessions.set(notification.interviewId, append(known, notification, arrival))
      return judge(known, notification, arrival.digest)
    },
    remove: (seq, interviewId) => {
      const known = sessions.get(interviewId)
      if (known === undefined) return
      const arrivals = known.arrivals.filter((each) => each.seq !== seq)
      if (arrivals.length === 0) sessions.delete(interviewId)
      else sessions.set(interviewId, { ...known, arrivals })
    },
    find: (interviewId) => {
      const known = sessions.get(interviewId)
      return known === undefined ? null : toTimeline(interviewId, known)
    },
    latest: (most) => ({
      count: sessions.size,
      sessions: [...sessions.keys()]
        .slice(-most)
        .map((interviewId) => toTimeline(interviewId, sessions.get(interviewId) ?? NO_SESSION)),
    }),
    list: () =>
      [...sessions]
        .filter(([, { arrivals }]) => arrivals.some(({ seq }) => seq !== null))
        .map(([interviewId, session]) => toTimeline(interviewId, session)),
  }
}

const NO_SESSION: Session = { externalCustomerId: null, arrivals: [] }

function judge(
  { arrivals, externalCustomerId }: Session,
  notification: Notification,
  digest: string,
): ArrivalJudgement {
  const statuses = arrivals.map(({ status }) => status)
  const first = arrivals.find(({ status }) => status === notification.onboardingStatus)
  const earlier = {
    externalCustomerId,
    count: arrivals.length,
    sameStatusDigest: first?.digest ?? null,
  }
  return {
    findings: [
      ...judgeArrival(statuses, notification.onboardingStatus),
      ...judgeConflict(notification, digest, earlier),
    ],
    duplicateOf: first?.seq ?? null,
  }
}

function append(session: Session, notification: Notification, arrival: Arrival): Session {
  const { arrivals } = session
  return {
    externalCustomerId: session.externalCustomerId ?? notification.externalCustomerId,
    arrivals: arrivals.length < MAX_STATUSES ? [...arrivals, arrival] : arrivals,
  }
}

function fromTimeline({ externalCustomerId, statuses }: SessionTimeline): Session {
  const arrivals = statuses.map((status) => ({ seq: null, status, digest: null }))
  return { externalCustomerId, arrivals }
}

function toTimeline(
  interviewId: string,
  { externalCustomerId, arrivals }: Session,
): SessionTimeline {
  return { interviewId, externalCustomerId, statuses: arrivals.map(({ status }) => status) }
}

function digestOf(body: Uint8Array): string {
  return createHash('sha256').update(body).digest('base64')
}
