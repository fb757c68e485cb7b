import type { Attempt, PlannedNotification, PlannedSession } from '../../contract/delivery.ts'
import type { LoadModel } from '../../contract/load-report.ts'
import { attemptOnce, type AttemptOptions } from '../attempt.ts'
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
  const { clock, signal } = options.attempt
  const running: Promise<unknown>[] = []
  let due = dueMs
  for (const [index, notification] of session.notifications.entries()) {
    if (index > 0) due = nextDueMs(due, notification.gapMs, options)
    if (due > clock.monotonicMs()) await sleepUntil(clock, due, signal).catch(() => {})
    if (signal.aborted) break
    const delivery = deliver(notification, deliverOptions(due, options))
    // Reported at the end, by the wait for all of them.
    delivery.done.catch(() => {})
    running.push(delivery.done)
    await (options.retryOrder === 'blocking'
      ? delivery.done
      : Promise.race([delivery.parked, delivery.done]))
  }
  await Promise.all(running)
}

function nextDueMs(beforeMs: number, gapMs: number, { model, attempt }: SessionRunOptions): number {
  return model === 'open' && gapMs > 0 ? beforeMs + gapMs : attempt.clock.monotonicMs() + gapMs
}

function deliverOptions(dueMs: number, options: SessionRunOptions): DeliverOptions {
  const { retryDelaysMs, stopOnGone, startMs, attempt } = options
  return {
    retryDelaysMs,
    stopOnGone,
    startMs,
    clock: attempt.clock,
    signal: attempt.signal,
    attempt: async (notification, place) => {
      const firstDueMs = place.number === 1 ? dueMs : startMs + place.dueAtMs
      return attemptCounted(notification, place, firstDueMs, options)
    },
    onSending: () => {},
    onAttempt: () => {},
    onWaiting: () => {},
  }
}

async function attemptCounted(
  notification: PlannedNotification,
  place: Parameters<typeof attemptOnce>[1],
  dueMs: number,
  options: SessionRunOptions,
): ReturnType<typeof attemptOnce> {
  const { clock, exchange } = options.attempt
  let sentMs: number | null = null
  const result = await attemptOnce(notification, place, {
    ...options.attempt,
    exchange: async (request) => {
      sentMs = clock.monotonicMs()
      return exchange(request)
    },
  })
  count(result.attempt, sentMs, dueMs, options)
  return result
}

/** Without a token nothing was sent, and there is no latency. */
function count(
  { notification, verdict }: Attempt,
  sentMs: number | null,
  dueMs: number,
  { model, attempt, figures, startMs }: SessionRunOptions,
): void {
  const endMs = attempt.clock.monotonicMs()
  const fromMs = model === 'open' ? dueMs : (sentMs ?? endMs)
  figures.attemptEnded({
    onboardingStatus: notification.onboardingStatus,
    reason: verdict.reason,
    latencyMs: sentMs === null ? null : endMs - fromMs,
    fromMs: fromMs - startMs,
    endMs: endMs - startMs,
  })
}
