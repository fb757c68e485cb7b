import type {
  Attempt,
  Delivery,
  DisorderAction,
  PlannedNotification,
  PlannedSession,
  SequenceRun,
} from '../contract/delivery.ts'

/** What is known before the first notification goes out. */
export interface SequenceStart {
  readonly sessions: readonly PlannedSession[]
  readonly actions: readonly DisorderAction[]
  readonly seed: number | null
  readonly url: URL
  readonly timeoutMs: number
  /** True where the user gave none: the figure is our assumption. */
  readonly isTimeoutOurs: boolean
}

/** A retry that is waited for. */
export interface WaitingRetry {
  readonly notification: PlannedNotification
  /** The number of the attempt that comes next. */
  readonly attempt: number
  readonly delayMs: number
}

/** Tells what happens while a sequence is sent, and what became of it. */
export interface SequenceReporter {
  readonly onStart: (start: SequenceStart) => void
  readonly onSending: (notification: PlannedNotification) => void
  readonly onAttempt: (attempt: Attempt) => void
  readonly onWaiting: (waiting: WaitingRetry) => void
  readonly onDelivery: (delivery: Delivery) => void
  readonly onEnd: (run: SequenceRun) => void
}
