/**
 * What a journal holds: one record a line. A `request` is what came in; `forward` and `reply` are
 * written later, about the request that their `seq` names.
 */
import type { HeaderPair, ReceivedContent } from '../contract/received.ts'

/** What a request was taken for. */
export type JournalVerdict =
  | {
      readonly kind: 'notification'
      readonly interviewId: string
      readonly externalCustomerId: string | null
      readonly onboardingStatus: string
      /** What is odd about it and was accepted all the same: codes. */
      readonly warnings: readonly string[]
    }
  | { readonly kind: 'refused'; readonly code: string; readonly detail: string }

/** What the local app answered to a forwarded request. */
export interface ForwardResult {
  /** Null where no answer came. */
  readonly httpStatus: number | null
  readonly verdict: 'acknowledged' | 'rejected'
  readonly reason: string | null
  readonly durationMs: number
}

/** One request as it came from the wire, and what it was answered. */
export interface RequestRecord {
  readonly type: 'request'
  readonly seq: number
  readonly receivedAt: Date
  readonly method: string
  readonly path: string
  readonly httpVersion: string
  readonly rawHeaders: readonly HeaderPair[]
  readonly sizeBytes: number
  /** Null where it was not kept: too large, or not read to its end. */
  readonly body: Uint8Array | null
  readonly verdict: JournalVerdict
  /** Null where the answer is not known yet, or will never be. */
  readonly answer: { readonly httpStatus: number } | null
  /** Where it was known already; a `forward` record follows otherwise. */
  readonly forward?: ForwardResult
}

/** The forward of the request `seq`, when it was known only after the request was written. */
export interface ForwardRecord extends ForwardResult {
  readonly type: 'forward'
  readonly seq: number
  readonly at: Date
}

/** What became of the answer to the request `seq`, where it differs from what its record says. */
export interface ReplyRecord {
  readonly type: 'reply'
  readonly seq: number
  readonly at: Date
  /** Null where it was not delivered: the sender was gone (hardening R15). */
  readonly httpStatus: number | null
}

export type JournalRecord = RequestRecord | ForwardRecord | ReplyRecord

/** The verdict to write for what the receiver made of a request. */
export function toJournalVerdict(content: ReceivedContent): JournalVerdict {
  if (content.kind === 'refused') return content
  const { interviewId, externalCustomerId, onboardingStatus } = content.notification
  const { warnings } = content
  return { kind: 'notification', interviewId, externalCustomerId, onboardingStatus, warnings }
}
