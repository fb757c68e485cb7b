import type {
  PlannedNotification,
  PlannedSession,
  SessionIdentity,
} from '../../contract/delivery.ts'
import { recordedGaps, type ReplayPace } from './recorded-gaps.ts'
import { replayHeaders, type ReplayHeaders } from './replay-headers.ts'
import type { SelectedRequest } from './select-requests.ts'

/** What recorded requests come to. */
export interface ReplayPlan {
  /** In the recorded order. A session comes again where others came between. */
  readonly sessions: readonly PlannedSession[]
  /** Names of headers that are left out: the journal keeps only a hash of them. */
  readonly hashedHeaders: readonly string[]
  /** Names of headers that are left out: no request can carry them. */
  readonly unsendableHeaders: readonly string[]
  /** How many gaps were cut to an hour. */
  readonly cutGaps: number
  /** All gaps together. */
  readonly waitMs: number
}

/** The session of what is no notification. */
const NO_SESSION: SessionIdentity = {
  interviewId: '-',
  externalCustomerId: null,
  label: 'refused',
  flow: 'replay',
}

/** Plans to send what was recorded: the same bytes, in the same order. */
export function planReplay(requests: readonly SelectedRequest[], pace: ReplayPace): ReplayPlan {
  const arrivals = requests.map(({ receivedAt }) => receivedAt)
  const { gapsMs, cut } = recordedGaps(arrivals, pace)
  const headers = requests.map(({ rawHeaders }) => replayHeaders(rawHeaders))
  const sessions = new Map<string, SessionIdentity>()
  const notifications = requests.map((request, index): PlannedNotification => ({
    session: sessionOf(request, sessions),
    onboardingStatus: statusOf(request),
    body: request.body,
    gapMs: gapsMs[index] as number,
    headers: (headers[index] as ReplayHeaders).headers,
    seq: request.seq,
  }))
  return {
    sessions: inStretches(notifications),
    hashedHeaders: distinct(headers.flatMap(({ hashed }) => hashed)),
    unsendableHeaders: distinct(headers.flatMap(({ unsendable }) => unsendable)),
    cutGaps: cut,
    waitMs: gapsMs.reduce((sum, gapMs) => sum + gapMs, 0),
  }
}

/** Notifications that say the same of their session share one object: reports group by it. */
function sessionOf(
  { identity }: SelectedRequest,
  known: Map<string, SessionIdentity>,
): SessionIdentity {
  if (identity === null) return NO_SESSION
  const { interviewId, externalCustomerId } = identity
  const key = JSON.stringify([interviewId, externalCustomerId])
  const label = `session ${known.size + 1}`
  const session = known.get(key) ?? { interviewId, externalCustomerId, label, flow: 'replay' }
  known.set(key, session)
  return session
}

/** The status; of what is no notification, why it was refused. */
function statusOf({ identity, verdict }: SelectedRequest): string {
  if (identity !== null) return identity.onboardingStatus
  return verdict.kind === 'refused' ? verdict.code : verdict.onboardingStatus
}

function inStretches(notifications: readonly PlannedNotification[]): PlannedSession[] {
  const stretches: { session: SessionIdentity; notifications: PlannedNotification[] }[] = []
  for (const notification of notifications) {
    const last = stretches.at(-1)
    if (last?.session === notification.session) last.notifications.push(notification)
    else stretches.push({ session: notification.session, notifications: [notification] })
  }
  return stretches
}

/** Names of headers, each once, as it is written first. */
function distinct(names: readonly string[]): string[] {
  const byName = new Map<string, string>()
  for (const name of names) {
    if (!byName.has(name.toLowerCase())) byName.set(name.toLowerCase(), name)
  }
  return [...byName.values()]
}
