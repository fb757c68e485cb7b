import type { ForwardResult } from '../../contract/forward.ts'
import type { ReceivedRequest, SessionTimeline } from '../../contract/received.ts'
import type { RequestRecord } from '../../journal/record.ts'

/** The latest sessions, and the number of all. */
export interface LatestSessions {
  readonly sessions: readonly SessionTimeline[]
  readonly count: number
}

/** What a person at a running receiver may look up and do. */
export interface ListenDesk {
  /** One session with what earlier runs on the same journal got; null for one that nobody heard of. */
  readonly session: (interviewId: string) => SessionTimeline | null
  /** So many of the sessions of this run, the latest last, and how many there are. */
  readonly latestSessions: (most: number) => LatestSessions
  /** A request as the journal has it: without its secrets. */
  readonly toRecord: (received: ReceivedRequest) => RequestRecord
  /** Sends it to the user's app once more; null where there is none to send it to. Never rejects. */
  readonly replay: ((received: ReceivedRequest) => Promise<ForwardResult>) | null
  /** Shows the folder of the journal; null where nothing is kept. */
  readonly openJournal: (() => Promise<void>) | null
  /** Ends the run, as Ctrl+C does. */
  readonly quit: () => void
}
