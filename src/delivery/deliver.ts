import type { Clock } from '../context.ts'
import {
  httpStatusOf,
  type Attempt,
  type Delivery,
  type PlannedNotification,
} from '../contract/delivery.ts'
import type { AttemptPlace, AttemptResult } from './attempt.ts'
import { sleepUntil } from './sleep-until.ts'

/** A retry that is waited for. */
export interface Waiting {
  readonly notification: PlannedNotification
  /** The number of the attempt that comes next. */
  readonly attempt: number
  readonly delayMs: number
  /** From the start of the run. */
  readonly dueAtMs: number
}

export interface DeliverOptions {
  readonly attempt: (
    notification: PlannedNotification,
    place: AttemptPlace,
  ) => Promise<AttemptResult>
  /** The delays before each retry, in milliseconds (`contract/retry-schedule.ts`). */
  readonly retryDelaysMs: readonly number[]
  /** Tries no more after a 410 Gone. The vendor is not known to; ours. */
  readonly stopOnGone: boolean
  readonly clock: Clock
  /** The monotonic time at which the run started. */
  readonly startMs: number
  readonly signal: AbortSignal
  readonly onSending: (notification: PlannedNotification) => void
  readonly onAttempt: (attempt: Attempt) => void
  readonly onWaiting: (waiting: Waiting) => void
}

/** A delivery under way. */
export interface RunningDelivery {
  /** Resolves when it waits for a retry for the first time; never, if it has no need to. */
  readonly parked: Promise<void>
  /** Resolves at its end; null when it was interrupted before the first answer. */
  readonly done: Promise<Delivery | null>
}

/**
 * Delivers one notification as the vendor does: a rejected attempt is made again after each delay of
 * the schedule, with the same bytes. The delay counts from the moment of the rejection (the vendor does
 * not say; ours). A refused token is renewed once and tried again at once, outside the schedule.
 * `first` is for a caller that made the first attempt already.
 */
export function deliver(
  notification: PlannedNotification,
  options: DeliverOptions,
  first: AttemptResult | null = null,
): RunningDelivery {
  let park!: () => void
  const parked = new Promise<void>((resolve) => {
    park = resolve
  })
  const attempts: Attempt[] = []
  const record = (attempt: Attempt): void => {
    attempts.push(attempt)
    options.onAttempt(attempt)
  }
  const done = attemptAll(notification, options, { record, park, first })
    .catch((error: unknown) => {
      if (!options.signal.aborted) throw error
    })
    .then(() => (attempts.length === 0 ? null : { notification, attempts }))
  return { parked, done }
}

interface DeliveryCourse {
  readonly record: (attempt: Attempt) => void
  readonly park: () => void
  readonly first: AttemptResult | null
}

async function attemptAll(
  notification: PlannedNotification,
  options: DeliverOptions,
  course: DeliveryCourse,
): Promise<void> {
  const delays = [...options.retryDelaysMs]
  let dueAtMs = sinceStart(options)
  let number = 1
  let mayRenewToken = true
  let { first } = course
  if (first === null) options.onSending(notification)
  for (;;) {
    const result = first ?? (await options.attempt(notification, { number, dueAtMs }))
    first = null
    const { attempt, hasFreshToken } = result
    course.record(attempt)
    number += 1
    if (attempt.verdict.verdict === 'acknowledged' || isGone(attempt, options)) return
    if (hasFreshToken && mayRenewToken) {
      mayRenewToken = false
      dueAtMs = sinceStart(options)
      continue
    }
    const delayMs = delays.shift()
    if (delayMs === undefined) return
    dueAtMs = sinceStart(options) + delayMs
    options.onWaiting({ notification, attempt: number, delayMs, dueAtMs })
    course.park()
    await sleepUntil(options.clock, options.startMs + dueAtMs, options.signal)
  }
}

function isGone(attempt: Attempt, { stopOnGone }: DeliverOptions): boolean {
  return stopOnGone && httpStatusOf(attempt) === 410
}

function sinceStart({ clock, startMs }: DeliverOptions): number {
  return clock.monotonicMs() - startMs
}
