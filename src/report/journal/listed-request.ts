import type { SessionFinding } from '../../contract/judge-session.ts'
import type { RecordedExchange } from '../../journal/collect-exchanges.ts'
import type { ForwardResult, JournalVerdict } from '../../journal/record.ts'

/** What a list tells of one recorded request: small, so that many can be kept. */
export interface ListedRequest {
  readonly seq: number
  readonly receivedAt: Date
  readonly method: string
  readonly path: string
  readonly sizeBytes: number
  readonly verdict: JournalVerdict
  /** What its session says about it, by what came before it in the journal. */
  readonly findings: readonly SessionFinding[]
  /** The status that the sender got; null where it got none, or nobody knows. */
  readonly httpStatus: number | null
  /** False where the sender was gone before our answer (hardening R15). */
  readonly isDelivered: boolean
  readonly forward: ForwardResult | null
}

/** What to tell of an exchange in a list. */
export function toListed(
  { request, forward, reply }: RecordedExchange,
  findings: readonly SessionFinding[],
): ListedRequest {
  const { seq, receivedAt, method, path, sizeBytes, verdict, answer } = request
  const httpStatus = reply === null ? (answer?.httpStatus ?? null) : reply.httpStatus
  const isDelivered = reply === null || reply.httpStatus !== null
  const facts = { seq, receivedAt, method, path, sizeBytes, verdict }
  return { ...facts, findings, httpStatus, isDelivered, forward }
}
