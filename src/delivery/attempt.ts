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
import type { Exchange } from '../exchange/exchange.ts'
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
  const startedAt = options.clock.now()
  const { fixed } = options.tokens
  const token = fixed === undefined ? await getToken(options) : { value: fixed, outcome: null }
  const { url } = options.endpoint
  const headersFor = options.headersFor ?? requestHeaders
  const headers = headersFor(options.endpoint, token.value, notification.headers)
  const sentMs = token.outcome === null ? options.clock.monotonicMs() : null
  const outcome = token.outcome ?? (await send(notification.body, headers, options))
  const attempt: Attempt = {
    notification,
    ...place,
    startedAt,
    request: { url: url.href, headers },
    outcome,
    verdict: judge(outcome, options.judge),
  }
  return { attempt, hasFreshToken: isRefused(outcome, token.value, options.tokens), sentMs }
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

async function send(
  body: Uint8Array,
  headers: Attempt['request']['headers'],
  { exchange, endpoint, signal }: AttemptOptions,
): Promise<Outcome> {
  const { url, timeoutMs, verifyCertificate } = endpoint
  signal.throwIfAborted()
  try {
    return await exchange({
      method: 'POST',
      url,
      headers,
      body,
      timeoutMs,
      verifyCertificate,
      signal,
    })
  } catch (error) {
    if (!signal.aborted) throw error
    return { kind: 'failure', failure: INTERRUPTED, timings: NO_TIMINGS }
  }
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
