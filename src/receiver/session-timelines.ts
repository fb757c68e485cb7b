import { crc32 } from 'node:zlib'
import { judgeConflict } from '../contract/judge-conflict.ts'
import { judgeArrival, type SessionFinding } from '../contract/judge-session.ts'
import type { Notification } from '../contract/notification.ts'
import type { SessionTimeline } from '../contract/received.ts'
import { STATUSES } from '../contract/status.ts'

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

/** What came for one session: the three lists go side by side. */
interface Session {
  externalCustomerId: string | null
  readonly statuses: string[]
  /** Null for one of an earlier run. */
  readonly seqs: (number | null)[]
  /** Of the bodies; null where it is not known. */
  readonly digests: (number | null)[]
}

/** Starts with the sessions of earlier runs, the latest last. */
export function createSessionTimelines(earlier: readonly SessionTimeline[] = []): SessionTimelines {
  const sessions = new Map(earlier.map((each) => [each.interviewId, fromTimeline(each)]))
  // Kept, and not asked for each time: a new one would pass by all that were dropped before.
  const oldestFirst = sessions.keys()
  const open = (interviewId: string): Session => {
    if (sessions.size >= MAX_SESSIONS) sessions.delete(oldestFirst.next().value as string)
    const session = { externalCustomerId: null, statuses: [], seqs: [], digests: [] }
    sessions.set(interviewId, session)
    return session
  }
  return {
    add: (seq, notification, body) => {
      const { interviewId } = notification
      const session = sessions.get(interviewId) ?? open(interviewId)
      // Enough to tell the bodies of one status of one session apart: nobody gains by making two alike.
      const digest = crc32(body)
      const judgement = judge(session, notification, digest)
      append(session, seq, notification, digest)
      return judgement
    },
    remove: (seq, interviewId) => {
      const session = sessions.get(interviewId)
      const index = session?.seqs.indexOf(seq) ?? -1
      if (session === undefined || index === -1) return
      session.statuses.splice(index, 1)
      session.seqs.splice(index, 1)
      session.digests.splice(index, 1)
      if (session.seqs.length === 0) sessions.delete(interviewId)
    },
    find: (interviewId) => {
      const known = sessions.get(interviewId)
      return known === undefined ? null : toTimeline(interviewId, known)
    },
    latest: (most) => ({
      count: sessions.size,
      sessions: [...sessions.keys()]
        .slice(-most)
        .map((interviewId) => toTimeline(interviewId, sessions.get(interviewId) as Session)),
    }),
    list: () =>
      [...sessions]
        .filter(([, { seqs }]) => seqs.some((seq) => seq !== null))
        .map(([interviewId, session]) => toTimeline(interviewId, session)),
  }
}

/** To be asked before it is appended. */
function judge(
  { statuses, seqs, digests, externalCustomerId }: Session,
  notification: Notification,
  digest: number,
): ArrivalJudgement {
  const first = statuses.indexOf(notification.onboardingStatus)
  const earlier = {
    externalCustomerId,
    count: statuses.length,
    sameStatusDigest: first === -1 ? null : (digests[first] ?? null),
  }
  const findings = judgeArrival(statuses, notification.onboardingStatus)
  const conflicts = judgeConflict(notification, digest, earlier)
  return {
    findings: conflicts.length === 0 ? findings : [...findings, ...conflicts],
    duplicateOf: first === -1 ? null : (seqs[first] ?? null),
  }
}

function append(session: Session, seq: number, notification: Notification, digest: number): void {
  session.externalCustomerId ??= notification.externalCustomerId
  if (session.statuses.length >= MAX_STATUSES) return
  session.statuses.push(nameOf(notification.onboardingStatus))
  session.seqs.push(seq)
  session.digests.push(digest)
}

const NAMES: ReadonlyMap<string, string> = new Map(STATUSES.map((status) => [status, status]))

/** The name as it is known already: kept once, and not once for each notification. */
function nameOf(status: string): string {
  return NAMES.get(status) ?? status
}

function fromTimeline({ externalCustomerId, statuses }: SessionTimeline): Session {
  const unknown = statuses.map(() => null)
  return { externalCustomerId, statuses: [...statuses], seqs: unknown, digests: [...unknown] }
}

function toTimeline(
  interviewId: string,
  { externalCustomerId, statuses }: Session,
): SessionTimeline {
  return { interviewId, externalCustomerId, statuses: [...statuses] }
}
