import {
  httpStatusOf,
  type PlannedNotification,
  type PlannedSession,
} from '../../contract/delivery.ts'
import type { LoadModel } from '../../contract/load-report.ts'
import { attemptOnce, type AttemptOptions, type AttemptResult } from '../attempt.ts'
import { deliver, type DeliverOptions } from '../deliver.ts'
import type { RetryOrder } from '../run-sequence.ts'
import { sleepUntil } from '../sleep-until.ts'
import type { LoadFigures } from './load-figures.ts'

export interface SessionRunOptions {
  readonly model: LoadModel['kind']
  readonly attempt: AttemptOptions
  readonly retryDelaysMs: readonly number[]
  readonly retryOrder: RetryOrder
  readonly stopOnGone: boolean
  readonly figures: Pick<LoadFigures, 'attemptEnded'>
  /** The monotonic time at which the run started. */
  readonly startMs: number
}

/**
 * Sends one session: each notification after the first answer to the one before it, as `runSequence`
 * does, and counts every attempt. `dueMs` is when the session was due, on the monotonic clock.
 *
 * From when a latency counts. In the closed model: from the sending. In the open model: from the due time,
 * which is for the first notification that of its session; for a later one with a gap (`--pace`), the gap
 * after the one before it was *due*, however late its answer was; for one without a gap, the answer before
 * it, as nothing else says when the vendor would send it; for a retry, the end of its delay.
 * In the closed model a gap counts from the answer.
 *
 * Resolves when the last attempt, retries included, is over, or the signal aborted. Rejects with a bug only.
 */
export async function runSession(
  session: PlannedSession,
  dueMs: number,
  options: SessionRunOptions,
): Promise<void> {
  const running: Promise<unknown>[] = []
  try {
    await sendInOrder(session, dueMs, options, running)
  } catch (error) {
    if (!options.attempt.signal.aborted) throw error
  }
  await Promise.all(running)
}

/** What is retried beside goes to `running`. Rejects when the signal aborted before a sending. */
async function sendInOrder(
  session: PlannedSession,
  dueMs: number,
  options: SessionRunOptions,
  running: Promise<unknown>[],
): Promise<void> {
  const { attempt, startMs } = options
  const { clock, signal } = attempt
  let due = dueMs
  let isFirst = true
  for (const notification of session.notifications) {
    if (!isFirst) due = nextDueMs(due, notification.gapMs, options)
    isFirst = false
    if (due > clock.monotonicMs()) await sleepUntil(clock, due, signal)
    const place = { number: 1, dueAtMs: due - startMs }
    const first = count(await attemptOnce(notification, place, attempt), options)
    if (isToBeRetried(first, options)) {
      const heldFromMs = clock.monotonicMs()
      await retry(notification, first, options, running)
      // What our own delay held back was not due meanwhile.
      due += clock.monotonicMs() - heldFromMs
    }
  }
}

function nextDueMs(beforeMs: number, gapMs: number, { model, attempt }: SessionRunOptions): number {
  return model === 'open' && gapMs > 0 ? beforeMs + gapMs : attempt.clock.monotonicMs() + gapMs
}

/** Most attempts end here: all that retries need is made for those that need it. */
function isToBeRetried(
  { attempt, hasFreshToken }: AttemptResult,
  { retryDelaysMs }: SessionRunOptions,
): boolean {
  return attempt.verdict.verdict === 'rejected' && (hasFreshToken || retryDelaysMs.length > 0)
}

/** Resolves when the session may go on; the rest of the delivery is among those `running`. */
async function retry(
  notification: PlannedNotification,
  first: AttemptResult,
  options: SessionRunOptions,
  running: Promise<unknown>[],
): Promise<void> {
  const { done, parked } = deliver(notification, deliverOptions(options), first)
  // Reported at the end, by the wait for all of them.
  done.catch(() => {})
  running.push(done)
  await (options.retryOrder === 'blocking' ? done : Promise.race([parked, done]))
}

function deliverOptions(options: SessionRunOptions): DeliverOptions {
  const { retryDelaysMs, stopOnGone, startMs, attempt } = options
  return {
    retryDelaysMs,
    stopOnGone,
    startMs,
    clock: attempt.clock,
    signal: attempt.signal,
    attempt: async (notification, place) =>
      count(await attemptOnce(notification, place, attempt), options),
    onSending: () => {},
    onAttempt: () => {},
    onWaiting: () => {},
  }
}

/** Gives it back. Without a token nothing was sent, and there is no latency. */
function count(result: AttemptResult, options: SessionRunOptions): AttemptResult {
  const { model, attempt, figures, startMs } = options
  const { notification, verdict, dueAtMs } = result.attempt
  const { sentMs } = result
  const endMs = attempt.clock.monotonicMs() - startMs
  const fromMs = model === 'open' ? dueAtMs : (sentMs ?? endMs + startMs) - startMs
  figures.attemptEnded({
    onboardingStatus: notification.onboardingStatus,
    reason: verdict.reason,
    httpStatus: httpStatusOf(result.attempt),
    latencyMs: sentMs === null ? null : endMs - fromMs,
    fromMs,
    endMs,
  })
  return result
}
