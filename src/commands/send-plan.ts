import type { Context } from '../context.ts'
import { verdictOf, type Delivery, type SequenceRun } from '../contract/delivery.ts'
import type { ExitCode } from '../contract/errors.ts'
import { attemptOnce } from '../delivery/attempt.ts'
import { DEFAULT_TIMEOUT_MS, secretHeaderNames, type Endpoint } from '../delivery/endpoint.ts'
import { orInterrupted } from '../delivery/or-interrupted.ts'
import { runSequence, type GapStart, type SequenceResult } from '../delivery/run-sequence.ts'
import { loadGotExchange } from '../exchange/got-exchange.ts'
import { renderReport, reportFileName, type ReportFormat } from '../report/report-format.ts'
import type { SequenceReporter } from '../report/sequence-events.ts'
import type { ChosenPlan } from './disorder-flags.ts'
import { interruptedExitCode } from './exit-codes.ts'
import { recordedSecrets } from './recorded-secrets.ts'
import type { ReportFlags } from './report-flags.ts'
import type { RetryOptions } from './retry-flags.ts'
import { prepareReports, saveReports } from './save-reports.ts'
import type { TokenSourceFactory } from './token-flags.ts'

export interface SendPlanOptions {
  /** The name of the command, for the reports. */
  readonly command: string
  readonly plan: ChosenPlan
  readonly endpoint: Endpoint
  readonly tokens: TokenSourceFactory
  readonly retry: RetryOptions
  readonly strict: boolean
  readonly stopOnFailure: boolean
  /** @default 'answer' */
  readonly gapsFrom?: GapStart
  readonly reports: Pick<ReportFlags, 'report' | 'reportDir'>
  readonly context: Context
  readonly reporter: SequenceReporter
}

/**
 * Sends a plan and reports on it: exit code 0 when every notification was acknowledged, 1 when one was
 * not, 3 when no address could be found for the host, 130 or 143 when the run was interrupted, with a
 * report of what was done until then. Throws, and sends nothing, when the reports could not be written
 * or the first token cannot be had.
 */
export async function sendPlan(options: SendPlanOptions): Promise<ExitCode> {
  const { context, reporter, plan, endpoint } = options
  await prepareReports(options.reports, context)
  const startedAt = context.clock.now()
  const startMs = context.clock.monotonicMs()
  const result = await send(options)
  const run: SequenceRun = {
    command: options.command,
    version: context.version,
    url: endpoint.url.href,
    startedAt,
    durationMs: context.clock.monotonicMs() - startMs,
    ...result,
    isInterrupted: context.signal.aborted,
    seed: plan.seed,
    disorder: plan.actions,
    secretHeaders: [...secretHeaderNames(endpoint), ...recordedSecrets(plan.sessions).names],
  }
  reporter.onEnd(run)
  const render = async (format: ReportFormat): Promise<string> =>
    renderReport(format, run, context.secrets.redact)
  await saveReports(options.reports, { fileName: reportFileName, render }, context)
  return interruptedExitCode(context) ?? exitCodeOf(result.deliveries)
}

async function send(options: SendPlanOptions): Promise<SequenceResult> {
  const { context, reporter, plan, endpoint, retry } = options
  const { clock, signal } = context
  const exchange = await loadGotExchange()
  const tokens = options.tokens(exchange)
  const judge = { strict: options.strict }
  await orInterrupted(context, tokens.get)
  const { url, timeoutMs } = endpoint
  const isTimeoutOurs = timeoutMs === DEFAULT_TIMEOUT_MS
  reporter.onStart({ ...plan, url, timeoutMs, isTimeoutOurs })
  return runSequence({
    ...reporter,
    ...retry,
    sessions: plan.sessions,
    attempt: async (notification, place) =>
      attemptOnce(notification, place, { exchange, endpoint, tokens, judge, clock, signal }),
    clock,
    signal,
    stopOnFailure: options.stopOnFailure,
    gapsFrom: options.gapsFrom ?? 'answer',
  })
}

/** A host without an address is our side's failure; anything else that went wrong is the endpoint's (hardening S6). */
function exitCodeOf(deliveries: readonly Delivery[]): ExitCode {
  const reasons = deliveries.map((delivery) => verdictOf(delivery).reason)
  if (reasons.every((reason) => reason === null)) return 0
  return reasons.every((reason) => reason === 'DNS' || reason === 'TOKEN') ? 3 : 1
}
