import type {
  Attempt,
  Delivery,
  DisorderAction,
  PlannedNotification,
  SequenceRun,
} from '../../contract/delivery.ts'
import { httpStatusOf, verdictOf } from '../../contract/delivery.ts'
import { forwardFacts, type ForwardResult } from '../../contract/forward.ts'
import type { ReceivedRequest } from '../../contract/received.ts'
import type { TokenRequest } from '../../contract/token-request.ts'
import type { JournalEvent } from '../../journal/journal.ts'
import { shownPath } from '../shown-path.ts'
import type { Ready } from '../ready.ts'
import { totalsOf } from '../sequence-totals.ts'
import { describeJournalEvent } from '../text/journal-event-line.ts'

/** The NDJSON records of design.md, "Errors and exit codes". Fields may be added, none renamed. */

export function attemptRecord(attempt: Attempt): object {
  const { notification, outcome, verdict } = attempt
  return {
    type: 'attempt',
    ...recordedSeq(notification),
    interviewId: notification.session.interviewId,
    externalCustomerId: notification.session.externalCustomerId,
    onboardingStatus: notification.onboardingStatus,
    attempt: attempt.number,
    httpStatus: httpStatusOf(attempt),
    verdict: verdict.verdict,
    reason: verdict.reason,
    warnings: verdict.warnings,
    durationMs: round(outcome.timings.totalMs),
    dueAtMs: round(attempt.dueAtMs),
    detail: outcome.kind === 'failure' ? outcome.failure.detail : null,
    timings: outcome.timings,
    startedAt: attempt.startedAt.toISOString(),
  }
}

export function deliveryRecord(delivery: Delivery): object {
  const { session, onboardingStatus } = delivery.notification
  const { verdict, reason } = verdictOf(delivery)
  return {
    type: 'delivery',
    ...recordedSeq(delivery.notification),
    interviewId: session.interviewId,
    onboardingStatus,
    attempts: delivery.attempts.length,
    verdict,
    reason,
    flow: session.flow,
    session: session.label,
  }
}

/** Its number in the journal, for what was recorded. */
export function recordedSeq({ seq }: PlannedNotification): { seq?: number } {
  return seq === undefined ? {} : { seq }
}

/** One thing that was done to the sequence on purpose. */
export function disorderRecord(action: DisorderAction): object {
  return { type: 'disorder', ...action }
}

export function senderSummaryRecord(run: SequenceRun): object {
  const { deliveries, notSent, seed, isInterrupted, durationMs } = run
  const { acknowledged, rejected, attempts, reasons } = totalsOf(deliveries)
  return {
    type: 'summary',
    deliveries: deliveries.length,
    acknowledged,
    rejected,
    attempts,
    notSent: notSent.length,
    reasons: Object.fromEntries(reasons),
    durationMs: round(durationMs),
    seed,
    interrupted: isInterrupted,
  }
}

/** The addresses of a service that is ready, and what a client of its token endpoint must know. */
export function readyRecord({ oauth, ...ready }: Ready, pid: number): object {
  return { type: 'ready', ...ready, inspectorUrl: null, pid, ...oauth }
}

/** A `notification` for what is one, `refused` for what is not. */
export function receivedRecord(received: ReceivedRequest): object {
  const { seq, content, method, httpStatus, sizeBytes } = received
  const path = shownPath(received.path)
  const receivedAt = received.receivedAt.toISOString()
  if (content.kind === 'refused') {
    const { code, detail } = content
    return { type: 'refused', seq, receivedAt, method, path, httpStatus, sizeBytes, code, detail }
  }
  const { interviewId, externalCustomerId, onboardingStatus, variant } = content.notification
  return {
    type: 'notification',
    seq,
    receivedAt,
    interviewId,
    externalCustomerId,
    onboardingStatus,
    httpStatus,
    flags: content.findings.map(({ flag }) => flag),
    duplicateOf: content.duplicateOf,
    authenticated: received.isAuthenticated,
    claims: received.claims,
    hasBearer: received.hasBearer,
    variant,
    warnings: content.warnings,
    method,
    path,
    sizeBytes,
  }
}

/** What the user's app answered to a notification that was passed on. */
export function forwardRecord(result: ForwardResult, { content }: ReceivedRequest): object {
  const { interviewId = null, onboardingStatus = null } =
    content.kind === 'notification' ? content.notification : {}
  const { durationMs, ...facts } = forwardFacts(result)
  const { outcome } = result
  return {
    type: 'forward',
    ...facts,
    durationMs: round(durationMs),
    interviewId,
    onboardingStatus,
    detail: outcome.kind === 'failure' ? outcome.failure.detail : null,
  }
}

/** Something that happened to the journal; `event` is its kind. */
export function journalEventRecord(event: JournalEvent): object {
  const detail = describeJournalEvent(event)
  switch (event.kind) {
    case 'torn':
      return { type: 'journal', event: event.kind, savedAs: event.savedAs, detail }
    case 'corrupt':
      return { type: 'journal', event: event.kind, problems: event.problems.length, detail }
    case 'trouble':
      return { type: 'journal', event: event.kind, code: event.error.code, detail }
    case 'reopened':
    case 'recovered':
      return { type: 'journal', event: event.kind, detail }
  }
}

/** One request to the receiver's own token endpoint. */
export function tokenRecord({ receivedAt, httpStatus, outcome }: TokenRequest): object {
  const { kind, ...facts } = outcome
  const at = receivedAt.toISOString()
  return { type: 'token', receivedAt: at, outcome: kind, httpStatus, ...facts }
}

function round(ms: number): number {
  return Math.round(ms * 1000) / 1000
}
