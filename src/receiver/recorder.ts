import type { ForwardResult } from '../contract/forward.ts'
import type { ReceivedRequest, SessionTimeline } from '../contract/received.ts'

/** Keeps what is received: on disk, before anybody is told that it was taken. */
export interface Recorder {
  /** The highest number that was ever given; 0 at first. */
  readonly lastSeq: number
  /** The sessions of earlier runs, the latest last. */
  readonly sessions: readonly SessionTimeline[]
  /** Resolves when the request is on disk; rejects where it is not kept, and must not be acknowledged. */
  readonly keep: (request: ReceivedRequest) => Promise<void>
  /** Adds what became of its forward, as soon as may be. */
  readonly keepForward: (result: ForwardResult) => void
  /** Adds what it was answered in the end, where that is not what was kept; null for nothing. */
  readonly keepReply: (seq: number, httpStatus: number | null) => void
}
