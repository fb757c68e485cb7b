import type { Clock, Random } from '../context.ts'
import type { PlannedNotification, PlannedSession, SessionIdentity } from '../contract/delivery.ts'
import { CliError } from '../contract/errors.ts'
import type { Flow, FlowSession } from '../contract/flow.ts'
import { identityInBody } from './identity-in-body.ts'
import { makeInterviewId } from './interview-id.ts'
import { MOST_NOTIFICATIONS } from './most-notifications.ts'
import { gapBeforeMs, type Pace } from './pace.ts'

export interface PlanOptions {
  readonly flows: readonly Flow[]
  /** Puts `UNKNOWN`, which the vendor never sends, in front of every session. */
  readonly includeUnknown: boolean
  /** Null makes one up for every session. */
  readonly interviewId: string | null
  /** `'made-up'` gives every session its own, null leaves the field out. */
  readonly externalCustomerId: { readonly value: string | null } | 'made-up'
  readonly pace: Pace
  readonly clock: Clock
  readonly random: Random
  /** The bytes of one notification: the fixture of `status`, rendered for `session`. */
  readonly render: (status: string, session: SessionIdentity) => Promise<Uint8Array>
}

/**
 * Plans the sequence: every session of every flow, with its ids and the bytes of each notification.
 * Nothing is sent. Throws `ONE_SESSION_ONLY` when one given id would have to serve several sessions,
 * `UNKNOWN_NOT_SENT` when a flow names `UNKNOWN` unasked, `USAGE` for more than one run
 * sends, and whatever `render` throws.
 */
export async function planSequence(options: PlanOptions): Promise<PlannedSession[]> {
  const sessions = options.flows.flatMap((flow) =>
    flow.sessions.map((session) => ({ flow: flow.name, session })),
  )
  requireBounded(options.flows)
  if (options.interviewId !== null && sessions.length > 1) throw oneSessionOnly(sessions.length)
  return Promise.all(
    sessions.map(async ({ flow, session }, index) =>
      planSession(options, session, identify(options, flow, session.label, index)),
    ),
  )
}

async function planSession(
  options: PlanOptions,
  { statuses }: FlowSession,
  session: SessionIdentity,
): Promise<PlannedSession> {
  const sent = withUnknown(statuses, options.includeUnknown)
  const notifications = sent.map(async (onboardingStatus, index) => {
    const body = await options.render(onboardingStatus, session)
    const gapMs = gapBeforeMs(options.pace, onboardingStatus, index === 0)
    return { onboardingStatus, body, gapMs }
  })
  return withIdentities(await Promise.all(notifications), session)
}

/** Notifications whose bodies carry the same ids share one identity: reports group by it. */
function withIdentities(
  notifications: readonly Omit<PlannedNotification, 'session'>[],
  session: SessionIdentity,
): PlannedSession {
  const [first] = notifications
  const own = first === undefined ? session : identityInBody(first.body, session)
  return {
    session: own,
    notifications: notifications.map((each) => ({
      ...each,
      session: identityInBody(each.body, own),
    })),
  }
}

function withUnknown(statuses: readonly string[], includeUnknown: boolean): readonly string[] {
  const hasUnknown = statuses.includes('UNKNOWN')
  if (hasUnknown && !includeUnknown) {
    throw new CliError('UNKNOWN_NOT_SENT', 'the vendor never sends UNKNOWN', {
      hint: '--include-unknown sends it all the same',
    })
  }
  return hasUnknown || !includeUnknown ? statuses : ['UNKNOWN', ...statuses]
}

function identify(
  { interviewId, externalCustomerId, clock, random }: PlanOptions,
  flow: string,
  label: string,
  index: number,
): SessionIdentity {
  const number = String(index + 1).padStart(4, '0')
  return {
    interviewId: interviewId ?? makeInterviewId(clock.now(), random),
    externalCustomerId:
      externalCustomerId === 'made-up' ? `Customer#${number}` : externalCustomerId.value,
    label,
    flow,
  }
}

function requireBounded(flows: readonly Flow[]): void {
  const statuses = flows.flatMap((flow) => flow.sessions).map((session) => session.statuses.length)
  const count = statuses.reduce((sum, length) => sum + length, 0)
  if (count <= MOST_NOTIFICATIONS) return
  const most = `one run sends ${MOST_NOTIFICATIONS} notifications at most`
  throw new CliError('USAGE', `${most}, and here are ${count}`, {
    hint: 'several runs, each of one flow (hookstep fixtures list)',
  })
}

function oneSessionOnly(count: number): CliError {
  return new CliError('ONE_SESSION_ONLY', `--interview-id names one session, not ${count}`, {
    hint: '--flow manual-approved, or another flow of one session (hookstep fixtures list)',
  })
}
