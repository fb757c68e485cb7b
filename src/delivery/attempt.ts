import type { Clock } from '../context.ts'
import { judgeAnswer, judgeFailure, type JudgeOptions } from '../contract/acknowledgement.ts'
import type { Attempt, Outcome, PlannedNotification } from '../contract/delivery.ts'
import type { Exchange } from '../exchange/exchange.ts'
import { requestHeaders, type Endpoint } from './endpoint.ts'

export interface AttemptOptions {
  readonly exchange: Exchange
  readonly endpoint: Endpoint
  readonly judge: JudgeOptions
  readonly clock: Clock
  readonly signal: AbortSignal
}

/** Where an attempt stands in its delivery. */
export interface AttemptPlace {
  /** 1 for the first. */
  readonly number: number
  /** When it was due, in milliseconds from the start of the run. */
  readonly dueAtMs: number
}

/**
 * Sends one notification once and judges the answer. A bad endpoint is a result; rejects only with
 * the signal's reason.
 */
export async function attemptOnce(
  notification: PlannedNotification,
  place: AttemptPlace,
  options: AttemptOptions,
): Promise<Attempt> {
  const startedAt = options.clock.now()
  const { url } = options.endpoint
  const headers = requestHeaders(options.endpoint)
  const outcome = await options.exchange({
    method: 'POST',
    url,
    headers,
    body: notification.body,
    timeoutMs: options.endpoint.timeoutMs,
    verifyCertificate: options.endpoint.verifyCertificate,
    signal: options.signal,
  })
  const request = { url: url.href, headers }
  const verdict = judge(outcome, options.judge)
  return { notification, ...place, startedAt, request, outcome, verdict }
}

function judge(outcome: Outcome, options: JudgeOptions): Attempt['verdict'] {
  return outcome.kind === 'answer'
    ? judgeAnswer(outcome.answer, options)
    : judgeFailure(outcome.failure)
}
