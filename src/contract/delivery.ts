import type { Answer, Failure, Verdict } from './acknowledgement.ts'

/** How long each phase of one attempt took, in milliseconds; null for a phase that was not reached. */
export interface Timings {
  readonly dnsMs: number | null
  readonly connectMs: number | null
  readonly tlsMs: number | null
  /** From the request sent to the first byte of the answer. */
  readonly firstByteMs: number | null
  readonly bodyMs: number | null
  readonly totalMs: number
}

/** What one exchange brought: an answer, or the reason why none came. */
export type Outcome =
  | { readonly kind: 'answer'; readonly answer: Answer; readonly timings: Timings }
  | { readonly kind: 'failure'; readonly failure: Failure; readonly timings: Timings }

/** The session that a notification belongs to. */
export interface SessionIdentity {
  readonly interviewId: string
  /** Null where the session was started without one. */
  readonly externalCustomerId: string | null
  readonly label: string
  readonly flow: string
}

/** One notification that is going to be sent. */
export interface PlannedNotification {
  readonly session: SessionIdentity
  readonly onboardingStatus: string
  /** The bytes that go over the wire. */
  readonly body: Uint8Array
  /** Wait after the one before it in its session, in milliseconds. */
  readonly gapMs: number
}

/** The planned notifications of one session, in order. */
export interface PlannedSession {
  readonly session: SessionIdentity
  readonly notifications: readonly PlannedNotification[]
}

/** One HTTP exchange of a delivery and the judgement on it. */
export interface Attempt {
  readonly notification: PlannedNotification
  /** 1 for the first. */
  readonly number: number
  readonly startedAt: Date
  /** When it was due, in milliseconds from the start of the run. */
  readonly dueAtMs: number
  readonly outcome: Outcome
  readonly verdict: Verdict
}

/** One notification and its attempts. */
export interface Delivery {
  readonly notification: PlannedNotification
  readonly attempts: readonly Attempt[]
}

/** The HTTP status of an attempt, or null where no answer came. */
export function httpStatusOf(attempt: Attempt): number | null {
  return attempt.outcome.kind === 'answer' ? attempt.outcome.answer.httpStatus : null
}

/** The verdict that counts: that of the last attempt. */
export function verdictOf(delivery: Delivery): Verdict {
  return (delivery.attempts.at(-1) as Attempt).verdict
}
