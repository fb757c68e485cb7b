import type { Context } from '../context.ts'
import { verdictOf, type PlannedSession } from '../contract/delivery.ts'
import type { ExitCode } from '../contract/errors.ts'
import { attemptOnce } from '../delivery/attempt.ts'
import type { Endpoint } from '../delivery/endpoint.ts'
import { runSequence } from '../delivery/run-sequence.ts'
import { loadGotExchange } from '../exchange/got-exchange.ts'
import type { SequenceReporter } from '../report/sequence-reporter.ts'
import { interruptedExitCode } from './exit-codes.ts'

export interface SendPlanOptions {
  readonly sessions: readonly PlannedSession[]
  readonly endpoint: Endpoint
  readonly strict: boolean
  readonly stopOnFailure: boolean
  readonly context: Context
  readonly reporter: SequenceReporter
}

/**
 * Sends a plan and reports on it: exit code 0 when every notification was acknowledged, 1 when one
 * was not, 130 or 143 when the run was interrupted, with a report of what was done until then.
 */
export async function sendPlan(options: SendPlanOptions): Promise<ExitCode> {
  const { sessions, endpoint, context, reporter } = options
  const { clock, signal } = context
  const judge = { strict: options.strict }
  const exchange = await loadGotExchange()
  reporter.onStart(sessions, endpoint.url, endpoint.timeoutMs)
  const startMs = clock.monotonicMs()
  const result = await runSequence({
    sessions,
    attempt: async (notification, place) =>
      attemptOnce(notification, place, { exchange, endpoint, judge, clock, signal }),
    clock,
    signal,
    stopOnFailure: options.stopOnFailure,
    onSending: reporter.onSending,
    onAttempt: reporter.onAttempt,
    onDelivery: reporter.onDelivery,
  })
  reporter.onEnd(result.deliveries, result.notSent, clock.monotonicMs() - startMs)
  const isGood = result.deliveries.every(
    (delivery) => verdictOf(delivery).verdict === 'acknowledged',
  )
  return interruptedExitCode(context) ?? (isGood ? 0 : 1)
}
