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

/** The timings of an attempt that never began. */
export const NO_TIMINGS: Timings = {
  dnsMs: null,
  connectMs: null,
  tlsMs: null,
  firstByteMs: null,
  bodyMs: null,
  totalMs: 0,
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
  /** Wait after the one before it, in milliseconds. */
  readonly gapMs: number
  /** What it came with when it was recorded; these headers go instead of our own. */
  readonly headers?: readonly (readonly [name: string, value: string])[]
  /** Its number in the journal that it was read from. */
  readonly seq?: number
}

/**
 * Planned notifications of one session, in order. Of recorded ones, a session comes as often as the
 * others let it: each time with what came in one stretch.
 */
export interface PlannedSession {
  readonly session: SessionIdentity
  readonly notifications: readonly PlannedNotification[]
}

/** What went over the wire, but for the body, which is the notification's. */
export interface SentRequest {
  readonly url: string
  /** Name and value pairs, secrets included: a report redacts them. */
  readonly headers: readonly (readonly [name: string, value: string])[]
}

/** One HTTP exchange of a delivery and the judgement on it. */
export interface Attempt {
  readonly notification: PlannedNotification
  /** 1 for the first. */
  readonly number: number
  readonly startedAt: Date
  readonly request: SentRequest
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

/** Something that was done to the sequence on purpose (`--duplicate`, `--shuffle`, `--late`, `--drop`). */
export interface DisorderAction {
  readonly action: 'duplicated' | 'moved' | 'dropped'
  readonly interviewId: string
  readonly onboardingStatus: string
  /** Its place in the session before, and after; null for one that is not sent at all. From 0. */
  readonly from: number
  readonly to: number | null
}

/** A finished run of a sender, as reports tell it. */
export interface SequenceRun {
  readonly command: string
  /** hookstep's own version. */
  readonly version: string
  readonly url: string
  readonly startedAt: Date
  readonly durationMs: number
  readonly deliveries: readonly Delivery[]
  /** Planned notifications that were never sent. */
  readonly notSent: readonly PlannedNotification[]
  readonly isInterrupted: boolean
  /** Null where nothing was left to chance. */
  readonly seed: number | null
  readonly disorder: readonly DisorderAction[]
  /** Lower-case names of the headers whose values are secrets: the user's own, and the bearer's. */
  readonly secretHeaders: readonly string[]
}

/** The HTTP status of an attempt, or null where no answer came. */
export function httpStatusOf({ outcome }: Pick<Attempt, 'outcome'>): number | null {
  return outcome.kind === 'answer' ? outcome.answer.httpStatus : null
}

/** The verdict that counts: that of the last attempt. */
export function verdictOf(delivery: Delivery): Verdict {
  return (delivery.attempts.at(-1) as Attempt).verdict
}
