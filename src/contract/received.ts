import type { SessionFinding } from './judge-session.ts'
import type { Notification } from './notification.ts'

/** One request that the receiver got, and what it answered. */
export interface ReceivedRequest {
  /** 1 for the first request of this run. */
  readonly seq: number
  readonly receivedAt: Date
  readonly method: string
  readonly path: string
  readonly sizeBytes: number
  readonly hasBearer: boolean
  /** True where it showed every credential that was asked of it; false where none was asked. */
  readonly isAuthenticated: boolean
  /** Headers that say where it came from, `X-Forwarded-For` and the like: claims, used for nothing. */
  readonly claims: readonly (readonly [name: string, value: string])[]
  /** The status of our answer; null when the sender went away before it. */
  readonly httpStatus: number | null
  readonly content: ReceivedContent
}

/** A notification with what its session says about it, or the reason why it is none. */
export type ReceivedContent =
  | {
      readonly kind: 'notification'
      readonly notification: Notification
      readonly findings: readonly SessionFinding[]
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
