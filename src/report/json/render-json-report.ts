import type { Delivery, PlannedNotification, SequenceRun } from '../../contract/delivery.ts'
import type { Redact } from '../redact-header.ts'
import { redactUrl } from '../redact-url.ts'
import { totalsBySession, totalsOf, type SessionTotals, type Totals } from '../sequence-totals.ts'
import { toJsonDocument } from './json-document.ts'
import { attemptRecord, deliveryRecord, disorderRecord, recordedSeq } from './records.ts'

/** The run as one JSON document, made of the records that `--json` prints line by line. */
export function renderJsonReport(run: SequenceRun, redact: Redact): string {
  const { version, command, url, startedAt, durationMs, deliveries, notSent } = run
  const report = {
    tool: 'hookstep',
    version,
    command,
    url: redactUrl(url, redact),
    startedAt: startedAt.toISOString(),
    durationMs,
    interrupted: run.isInterrupted,
    seed: run.seed,
    totals: { ...totalsRecord(totalsOf(deliveries)), notSent: notSent.length },
    sessions: totalsBySession(deliveries).map(sessionRecord),
    deliveries: deliveries.map(deliveryWithAttempts),
    notSent: notSent.map(notSentRecord),
    disorder: run.disorder.map(disorderRecord),
  }
  return toJsonDocument(report, redact)
}

function totalsRecord({ deliveries, acknowledged, rejected, ...totals }: Totals): object {
  const { attempts, reasons, slowestMs } = totals
  return {
    deliveries,
    acknowledged,
    rejected,
    attempts,
    reasons: Object.fromEntries(reasons),
    slowestMs,
  }
}

function sessionRecord(totals: SessionTotals): object {
  const { interviewId, externalCustomerId, label, flow } = totals.session
  return { interviewId, externalCustomerId, label, flow, ...totalsRecord(totals) }
}

function deliveryWithAttempts(delivery: Delivery): object {
  return { ...deliveryRecord(delivery), attempts: delivery.attempts.map(attemptRecord) }
}

function notSentRecord(notification: PlannedNotification): object {
  const { session, onboardingStatus } = notification
  return {
    ...recordedSeq(notification),
    interviewId: session.interviewId,
    onboardingStatus,
    session: session.label,
  }
}
