import type { ForwardResult } from '../../contract/forward.ts'
import type { ReceivedRequest, SessionTimeline } from '../../contract/received.ts'
import type { TokenRequest } from '../../contract/token-request.ts'
import type { JournalEvent } from '../../journal/journal.ts'
import type { Ready } from '../ready.ts'
import type { ListenDesk } from './listen-desk.ts'

/** A change of the tunnel, as its room tells it. */
export interface TunnelChange {
  readonly state: 'opening' | 'up' | 'degraded' | 'down' | 'reopened'
  readonly publicUrl: string | null
  readonly detail: string
}

/** How many requests came in, and how many of them were no notification. */
export interface ReceiverTotals {
  readonly received: number
  readonly rejected: number
}

/** Tells what a receiver gets, live, and what it got. Never makes the receiver wait. */
export interface ReceiverReporter {
  /** The receiver takes requests at its local address; the tunnel may follow. */
  readonly onListening: (url: string) => void
  readonly onTunnel: (change: TunnelChange) => void
  /** The desk is what a person may do from now on, where the reporter takes keys. */
  readonly onReady: (ready: Ready, desk: ListenDesk) => Promise<void> | void
  readonly onRequest: (received: ReceivedRequest) => void
  readonly onForward: (result: ForwardResult, received: ReceivedRequest) => void
  readonly onJournal: (event: JournalEvent) => void
  readonly onTokenRequest: (request: TokenRequest) => void
  readonly onEnd: (totals: ReceiverTotals, sessions: readonly SessionTimeline[]) => void
}

/** How much `listen` shows, and how. */
export const RECEIVER_OUTPUTS = ['interactive', 'compact', 'quiet'] as const
export type ReceiverOutput = (typeof RECEIVER_OUTPUTS)[number]
