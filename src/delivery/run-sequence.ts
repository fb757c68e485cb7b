import type { Clock } from '../context.ts'
import {
  verdictOf,
  type Attempt,
  type Delivery,
  type PlannedNotification,
  type PlannedSession,
} from '../contract/delivery.ts'
import type { AttemptPlace } from './attempt.ts'

export interface SequenceOptions {
  readonly sessions: readonly PlannedSession[]
  readonly attempt: (notification: PlannedNotification, place: AttemptPlace) => Promise<Attempt>
  readonly clock: Clock
  readonly signal: AbortSignal
  /** Sends nothing more after the first delivery that is rejected. */
  readonly stopOnFailure: boolean
  /** Told right before a notification goes out. */
  readonly onSending: (notification: PlannedNotification) => void
  readonly onAttempt: (attempt: Attempt) => void
  readonly onDelivery: (delivery: Delivery) => void
}

/** What became of a sequence. */
export interface SequenceResult {
  readonly deliveries: readonly Delivery[]
  /** Notifications that were planned and never sent. */
  readonly notSent: number
}

/**
 * Sends the sessions one after another, and within a session each notification after the answer to
 * the one before it. Returns what was done so far when the signal aborts or a failure stops it.
 */
export async function runSequence(options: SequenceOptions): Promise<SequenceResult> {
  const planned = options.sessions.flatMap((session) => session.notifications)
  const startMs = options.clock.monotonicMs()
  const deliveries: Delivery[] = []
  for (const notification of planned) {
    const delivery = await deliver(notification, startMs, options)
    if (delivery === null) break
    deliveries.push(delivery)
    options.onDelivery(delivery)
    if (options.stopOnFailure && verdictOf(delivery).verdict === 'rejected') break
  }
  return { deliveries, notSent: planned.length - deliveries.length }
}

/** One notification and its attempt; null when the signal aborted first. */
async function deliver(
  notification: PlannedNotification,
  startMs: number,
  { attempt, clock, signal, onSending, onAttempt }: SequenceOptions,
): Promise<Delivery | null> {
  const dueAtMs = clock.monotonicMs() - startMs + notification.gapMs
  try {
    if (notification.gapMs > 0) await clock.sleep(notification.gapMs, signal)
    onSending(notification)
    const made = await attempt(notification, { number: 1, dueAtMs })
    onAttempt(made)
    return { notification, attempts: [made] }
  } catch (error) {
    if (signal.aborted) return null
    throw error
  }
}
