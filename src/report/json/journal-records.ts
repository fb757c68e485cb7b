import { judgeSession, type SessionFinding } from '../../contract/judge-session.ts'
import type { SessionTimeline } from '../../contract/received.ts'
import type { RecordedExchange } from '../../journal/collect-exchanges.ts'
import type { JournalVerification, LineProblem } from '../../journal/read-journal.ts'
import type {
  ForwardRecord,
  ForwardResult,
  JournalVerdict,
  ReplyRecord,
} from '../../journal/record.ts'
import { decodeUtf8 } from '../har/har-text.ts'
import { toListed, type ListedRequest } from '../journal/listed-request.ts'

/** The NDJSON records of `hookstep journal`. Fields may be added, none renamed. */

/** A recorded request, as `journal list` tells it: a `request` record. */
export function listedRecord(listed: ListedRequest): object {
  const { seq, receivedAt, method, path, sizeBytes, httpStatus, isDelivered, forward } = listed
  return {
    type: 'request',
    seq,
    receivedAt: receivedAt.toISOString(),
    method,
    path,
    sizeBytes,
    ...verdictFields(listed.verdict),
    flags: listed.findings.map(({ flag }) => flag),
    httpStatus,
    delivered: isDelivered,
    forward: forward === null ? null : forwardFields(forward),
  }
}

/** The same with all that the journal holds of it: `journal show` and the export. */
export function exchangeRecord(
  exchange: RecordedExchange,
  findings: readonly SessionFinding[],
): object {
  const { httpVersion, rawHeaders, body } = exchange.request
  const text = body === null ? null : decodeUtf8(body)
  const isBinary = body !== null && text === null
  return {
    ...listedRecord(toListed(exchange, findings)),
    httpVersion,
    headers: rawHeaders,
    body: text,
    bodyBase64: isBinary ? Buffer.from(body).toString('base64') : null,
    findings,
  }
}

function verdictFields(verdict: JournalVerdict): object {
  const isNotification = verdict.kind === 'notification'
  return {
    verdict: verdict.kind,
    reason: isNotification ? null : verdict.code,
    detail: isNotification ? null : verdict.detail,
    interviewId: isNotification ? verdict.interviewId : null,
    externalCustomerId: isNotification ? verdict.externalCustomerId : null,
    onboardingStatus: isNotification ? verdict.onboardingStatus : null,
    warnings: isNotification ? verdict.warnings : [],
  }
}

function forwardFields({ httpStatus, verdict, reason, durationMs }: ForwardResult): object {
  return { httpStatus, verdict, reason, durationMs }
}

/** A `forward` or a `reply` whose request was told already, or is not in the file. */
export function lateRecord(record: ForwardRecord | ReplyRecord): object {
  return { ...record, at: record.at.toISOString() }
}

/** A session with its statuses in order of arrival, and what is wrong with them. */
export function sessionRecord(session: SessionTimeline): object {
  const { interviewId, externalCustomerId, statuses } = session
  return {
    type: 'session',
    interviewId,
    externalCustomerId,
    statuses,
    findings: judgeSession(statuses),
  }
}

/** A damaged line: `offset` and `sizeBytes` in the file. */
export function problemRecord({ code, detail, offset, sizeBytes }: LineProblem): object {
  return { type: 'problem', code, detail, offset, sizeBytes }
}

/** What `journal verify` found, in numbers. */
export function verificationRecord(path: string, found: JournalVerification): object {
  const { sizeBytes, records, problemCount, isTorn } = found
  return {
    type: 'summary',
    journal: path,
    sizeBytes,
    requests: records.request,
    forwards: records.forward,
    replies: records.reply,
    problems: problemCount,
    whole: problemCount === 0,
    tornTail: isTorn,
  }
}
