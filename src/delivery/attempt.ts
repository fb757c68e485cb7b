import type { Clock } from '../context.ts'
import {
  judgeAnswer,
  judgeFailure,
  type Failure,
  type JudgeOptions,
} from '../contract/acknowledgement.ts'
import {
  NO_TIMINGS,
  type Attempt,
  type Outcome,
  type PlannedNotification,
} from '../contract/delivery.ts'
import { CliError } from '../contract/errors.ts'
import type { Exchange, ExchangeRequest } from '../exchange/exchange.ts'
import { requestHeaders, type Endpoint } from './endpoint.ts'
import type { TokenSource } from './token-source.ts'

export interface AttemptOptions {
  readonly exchange: Exchange
  readonly endpoint: Endpoint
  readonly tokens: TokenSource
  readonly judge: JudgeOptions
  readonly clock: Clock
  readonly signal: AbortSignal
  /** For a caller that has them at hand. @default `requestHeaders`, each time anew */
  readonly headersFor?: typeof requestHeaders
}

/** Where an attempt stands in its delivery. */
export interface AttemptPlace {
  /** 1 for the first. */
  readonly number: number
  /** When it was due, in milliseconds from the start of the run. */
  readonly dueAtMs: number
}

/** An attempt, and what is known of it beside. */
export interface AttemptResult {
  readonly attempt: Attempt
  /** True where another token would be had for a next one at once. */
  readonly hasFreshToken: boolean
  /** When the request was sent, on the monotonic clock; null where none was, for want of a token. */
  readonly sentMs: number | null
}

/**
 * Sends one notification once and judges the answer. A bad endpoint, a token that cannot be had, and an
 * interruption before the answer is a result; rejects only when the signal aborted before the sending.
 */
export async function attemptOnce(
  notification: PlannedNotification,
  place: AttemptPlace,
  options: AttemptOptions,
): Promise<AttemptResult> {
  const { clock, endpoint, tokens, exchange, headersFor = requestHeaders } = options
  const startedAt = clock.now()
  const { fixed } = tokens
  const token = fixed === undefined ? await getToken(options) : { value: fixed, outcome: null }
  const headers = headersFor(endpoint, token.value, notification.headers)
  const sentMs = token.outcome === null ? clock.monotonicMs() : null
  let { outcome } = token
  if (outcome === null) {
    options.signal.throwIfAborted()
    // Here, and in no function of its own: at the pace of a load, each promise counts.
    try {
      outcome = await exchange(toRequest(notification.body, headers, options))
    } catch (error) {
      outcome = interruptedBy(error, options.signal)
    }
  }
  const attempt: Attempt = {
    notification,
    ...place,
    startedAt,
    request: { url: endpoint.url.href, headers },
    outcome,
    verdict: judge(outcome, options.judge),
  }
  return { attempt, hasFreshToken: isRefused(outcome, token.value, tokens), sentMs }
}

const INTERRUPTED: Failure = {
  code: 'INTERRUPTED',
  detail: 'the run ended before an answer came',
}

type Token = { readonly value: string | null; readonly outcome: Outcome | null }

/** The token, or the failure that stands for not having one (vendor-facts 4: a failed attempt). */
async function getToken({ tokens, signal }: AttemptOptions): Promise<Token> {
  try {
    return { value: await tokens.get(), outcome: null }
  } catch (error) {
    signal.throwIfAborted()
    if (!(error instanceof CliError)) throw error
    const failure = { code: 'TOKEN', detail: error.message } as const
    return { value: null, outcome: { kind: 'failure', failure, timings: NO_TIMINGS } }
  }
}

function toRequest(
  body: Uint8Array,
  headers: Attempt['request']['headers'],
  { endpoint, signal }: AttemptOptions,
): ExchangeRequest {
  const { url, timeoutMs, verifyCertificate } = endpoint
  return { method: 'POST', url, headers, body, timeoutMs, verifyCertificate, signal }
}

/** What an exchange that rejected stands for: an interruption, or a bug, which is thrown. */
function interruptedBy(error: unknown, signal: AbortSignal): Outcome {
  if (!signal.aborted) throw error
  return { kind: 'failure', failure: INTERRUPTED, timings: NO_TIMINGS }
}

/** True where the endpoint refused the token with a 401 and another one is to be had (hardening O9). */
function isRefused(outcome: Outcome, token: string | null, tokens: TokenSource): boolean {
  const is401 = outcome.kind === 'answer' && outcome.answer.httpStatus === 401
  return is401 && token !== null && tokens.refuse(token)
}

function judge(outcome: Outcome, options: JudgeOptions): Attempt['verdict'] {
  return outcome.kind === 'answer'
    ? judgeAnswer(outcome.answer, options)
    : judgeFailure(outcome.failure)
}
