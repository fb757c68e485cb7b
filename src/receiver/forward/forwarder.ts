import { judgeAnswer, judgeFailure } from '../../contract/acknowledgement.ts'
import type { Outcome } from '../../contract/delivery.ts'
import type { ForwardResult } from '../../contract/forward.ts'
import type { Exchange } from '../../exchange/exchange.ts'
import { forwardHeaders, type Header } from './forward-headers.ts'

export interface ForwarderOptions {
  /** The app: `--forward-to`. */
  readonly target: URL
  /** The user's own headers (`-H`). */
  readonly headers: readonly Header[]
  /** `--forward-timeout`. */
  readonly timeoutMs: number
  readonly verifyCertificate: boolean
  readonly exchange: Exchange
  readonly signal: AbortSignal
}

/** A received notification that is to go on to the app. */
export interface ForwardRequest {
  readonly seq: number
  /** The session: what belongs to one is passed on in order. */
  readonly interviewId: string
  readonly rawHeaders: readonly string[]
  /** The bytes as they came. */
  readonly body: Uint8Array
}

/** Passes notifications on to the user's app. */
export interface Forwarder {
  /** Resolves with what became of it. Rejects only with the signal's reason. */
  readonly forward: (request: ForwardRequest) => Promise<ForwardResult>
  /** How many are under way or wait for their turn. */
  readonly pending: () => number
}

/**
 * Sends each notification on, byte for byte, and judges the app's answer. The notifications of one
 * session go one after another in the order in which they came, however many sessions go at once.
 */
export function createForwarder(options: ForwarderOptions): Forwarder {
  const lastOf = new Map<string, Promise<unknown>>()
  let pending = 0
  return {
    pending: () => pending,
    forward: async (request) => {
      pending += 1
      const before = lastOf.get(request.interviewId)
      const turn = (before ?? Promise.resolve()).then(async () => forwardOnce(request, options))
      const settled = turn.catch(() => {})
      lastOf.set(request.interviewId, settled)
      try {
        return await turn
      } finally {
        pending -= 1
        if (lastOf.get(request.interviewId) === settled) lastOf.delete(request.interviewId)
      }
    },
  }
}

async function forwardOnce(
  { seq, rawHeaders, body }: ForwardRequest,
  { target, headers, timeoutMs, verifyCertificate, exchange, signal }: ForwarderOptions,
): Promise<ForwardResult> {
  const outcome = await exchange({
    method: 'POST',
    url: target,
    headers: forwardHeaders(rawHeaders, headers),
    body,
    timeoutMs,
    verifyCertificate,
    signal,
  })
  return { seq, outcome, verdict: judge(outcome) }
}

function judge(outcome: Outcome): ForwardResult['verdict'] {
  return outcome.kind === 'answer' ? judgeAnswer(outcome.answer) : judgeFailure(outcome.failure)
}
