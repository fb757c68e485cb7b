import {
  verdictOf,
  type Delivery,
  type PlannedNotification,
  type PlannedSession,
} from '../contract/delivery.ts'
import { deliver, type DeliverOptions, type RunningDelivery } from './deliver.ts'
import { sleepUntil } from './sleep-until.ts'

/** `free`: later statuses go on while one waits for a retry. `blocking`: they wait with it. */
export type RetryOrder = 'free' | 'blocking'

export const RETRY_ORDERS: readonly RetryOrder[] = ['free', 'blocking']

/** The first answer to the notification before, or the moment when that one was sent. */
export type GapStart = 'answer' | 'sending'

export interface SequenceOptions extends Omit<DeliverOptions, 'startMs'> {
  readonly sessions: readonly PlannedSession[]
  /** The vendor promises no order (vendor-facts 3), so `free` is what it does. */
  readonly retryOrder: RetryOrder
  /** Sends nothing new after the first delivery that is rejected for good. */
  readonly stopOnFailure: boolean
  /** From where the gap before a notification counts: what came before it. @default 'answer' */
  readonly gapsFrom?: GapStart
  readonly onDelivery: (delivery: Delivery) => void
}

/** What became of a sequence. */
export interface SequenceResult {
  /** In the order of the plan. */
  readonly deliveries: readonly Delivery[]
  /** Notifications that were planned and never sent. */
  readonly notSent: readonly PlannedNotification[]
}

/**
 * Sends the sessions one after another, and within a session each notification after the first answer
 * to the one before it. Returns what was done so far when the signal aborts or a failure stops it.
 */
export async function runSequence(options: SequenceOptions): Promise<SequenceResult> {
  const planned = options.sessions.flatMap((session) => session.notifications)
  const startMs = options.clock.monotonicMs()
  const state = { hasFailed: false }
  const running: Promise<Delivery | null>[] = []
  let sentMs = startMs
  for (const notification of planned) {
    sentMs = await waitForTurn(notification, sentMs, options)
    if (options.signal.aborted || (options.stopOnFailure && state.hasFailed)) break
    const delivery = deliver(notification, { ...options, startMs })
    const watched = watch(delivery, options, state)
    // Reported at the end, by the wait for all of them.
    watched.catch(() => {})
    running.push(watched)
    await (options.retryOrder === 'blocking' ? watched : Promise.race([delivery.parked, watched]))
  }
  const deliveries = (await Promise.all(running)).filter((delivery) => delivery !== null)
  const sent = new Set(deliveries.map(({ notification }) => notification))
  return { deliveries, notSent: planned.filter((notification) => !sent.has(notification)) }
}

/**
 * Waits for the gap before a notification, or until the run is interrupted. Gives the moment when it
 * was due, or now, where it is late already.
 */
async function waitForTurn(
  { gapMs }: PlannedNotification,
  sentMs: number,
  { clock, signal, gapsFrom = 'answer' }: SequenceOptions,
): Promise<number> {
  const nowMs = clock.monotonicMs()
  const dueMs = (gapsFrom === 'sending' ? sentMs : nowMs) + gapMs
  if (dueMs <= nowMs) return nowMs
  await sleepUntil(clock, dueMs, signal).catch(() => {})
  return dueMs
}

async function watch(
  { done }: RunningDelivery,
  { onDelivery, signal }: SequenceOptions,
  state: { hasFailed: boolean },
): Promise<Delivery | null> {
  const delivery = await done
  if (delivery === null || signal.aborted) return delivery
  if (verdictOf(delivery).verdict === 'rejected') state.hasFailed = true
  onDelivery(delivery)
  return delivery
}
