import type { SessionFinding } from './judge-session.ts'
import type { Notification } from './notification.ts'

/** A header as sent. */
export type HeaderPair = readonly [name: string, value: string]

/** One request that the receiver got, and what it answered. */
export interface ReceivedRequest {
  /** Counts up, from 1; where there is a journal, from the last number in it. */
  readonly seq: number
  readonly receivedAt: Date
  readonly method: string
  readonly path: string
  /** `1.1` or `1.0`. */
  readonly httpVersion: string
  /** As sent: order, case and repeats kept. Secrets included: whoever shows or keeps them takes care. */
  readonly rawHeaders: readonly HeaderPair[]
  /** The bytes as they came; null where they were not kept: refused unread, or too large. */
  readonly body: Uint8Array | null
  readonly sizeBytes: number
  readonly hasBearer: boolean
  /** True where it showed every credential that was asked of it; false where none was asked. */
  readonly isAuthenticated: boolean
  /** Headers that say where it came from, `X-Forwarded-For` and the like: claims, used for nothing. */
  readonly claims: readonly (readonly [name: string, value: string])[]
  /** The status of our answer; null when the sender went away before it. */
  readonly httpStatus: number | null
  /** True where it is on disk, in the journal. */
  readonly isStored: boolean
  readonly content: ReceivedContent
}

/** A notification with what its session says about it, or the reason why it is none. */
export type ReceivedContent =
  | {
      readonly kind: 'notification'
      readonly notification: Notification
      readonly findings: readonly SessionFinding[]
      /** The first notification of this session with the same status: its `seq`, where this run got it. */
      readonly duplicateOf: number | null
      /** What is odd about the request and was accepted all the same. */
      readonly warnings: readonly ReceiverWarning[]
    }
  | { readonly kind: 'refused'; readonly code: string; readonly detail: string }

export type ReceiverWarning = 'no_content_type'

/** What came in for one session, in order of arrival. */
export interface SessionTimeline {
  readonly interviewId: string
  readonly externalCustomerId: string | null
  readonly statuses: readonly string[]
}
