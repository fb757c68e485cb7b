import {
  httpStatusOf,
  type Attempt,
  type SequenceRun,
  type SessionIdentity,
} from '../../contract/delivery.ts'
import { toJsonDocument } from '../json/json-document.ts'
import type { Redact } from '../redact-header.ts'
import { groupBySession } from '../sequence-totals.ts'
import type { HarRedaction } from './har-headers.ts'
import { toHarRequest } from './har-request.ts'
import { toHarResponse } from './har-response.ts'
import { toHarTimings } from './har-timings.ts'

/**
 * The run as HAR 1.2, for a browser's network panel: a page per session, an entry per attempt, in
 * order of time. Secret headers are cut even where `redact` knows nothing.
 */
export function renderHar(run: SequenceRun, redact: Redact): string {
  const attempts = run.deliveries
    .flatMap((delivery) => delivery.attempts)
    .sort((a, b) => a.startedAt.getTime() - b.startedAt.getTime())
  const bySession = groupBySession(attempts, ({ notification }) => notification.session)
  const pageIds = new Map(
    [...bySession.keys()].map((each, index) => [each, `session-${index + 1}`]),
  )
  const redaction = { secretHeaders: run.secretHeaders, redact }
  const log = {
    version: '1.2',
    creator: { name: 'hookstep', version: run.version },
    pages: [...bySession].map(([session, [first]]) =>
      toPage(session, pageIds.get(session) as string, first as Attempt),
    ),
    entries: attempts.map((attempt) =>
      toEntry(attempt, pageIds.get(attempt.notification.session) as string, redaction),
    ),
  }
  return toJsonDocument({ log }, redact)
}

function toPage(session: SessionIdentity, id: string, first: Attempt): object {
  return {
    startedDateTime: first.startedAt.toISOString(),
    id,
    title: `${session.label} ${session.interviewId}`,
    pageTimings: { onContentLoad: -1, onLoad: -1 },
  }
}

function toEntry(attempt: Attempt, pageref: string, redaction: HarRedaction): object {
  const { notification, number, outcome, request, startedAt, verdict } = attempt
  return {
    pageref,
    startedDateTime: startedAt.toISOString(),
    ...toHarTimings(outcome.timings),
    request: toHarRequest({ method: 'POST', ...request, body: notification.body }, redaction),
    response: toHarResponse(outcome, redaction),
    cache: {},
    comment: `${notification.onboardingStatus}, attempt ${number}: ${httpStatusOf(attempt) ?? 'no answer'}`,
    _interviewId: notification.session.interviewId,
    _onboardingStatus: notification.onboardingStatus,
    _attempt: number,
    _verdict: verdict.verdict,
    _reason: verdict.reason,
    _warnings: verdict.warnings,
  }
}
