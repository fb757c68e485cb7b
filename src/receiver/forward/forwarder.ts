import { judgeAnswer, judgeFailure, type FailureCode } from '../../contract/acknowledgement.ts'
import { NO_TIMINGS, type Outcome } from '../../contract/delivery.ts'
import type { ForwardResult } from '../../contract/forward.ts'
import type { HeaderPair } from '../../contract/received.ts'
import type { PooledExchange } from '../../exchange/exchange.ts'
import { PlaceList, type Placed } from '../../place-list.ts'
import { forwardHeaders } from './forward-headers.ts'
import { createSlots } from './slots.ts'

export interface ForwarderOptions {
  /** The app: `--forward-to`. */
  readonly target: URL
  /** The user's own headers (`-H`). */
  readonly headers: readonly HeaderPair[]
  /** `--forward-timeout`. */
  readonly timeoutMs: number
  readonly verifyCertificate: boolean
  /** Closed with the forwarder; its sockets should be as many as may be under way. */
  readonly transport: PooledExchange
  /** How much may wait at once. @default 10,000 notifications, 64 MiB of bodies, 256 under way */
  readonly bounds?: ForwardBounds
}

/** What keeps the memory of a forwarder in bounds, whatever the app does. */
export interface ForwardBounds {
  readonly notifications: number
  readonly bodyBytes: number
  readonly underWay: number
}

/** The bounds of a forwarder that is given none. */
export const DEFAULT_BOUNDS: ForwardBounds = {
  notifications: 10_000,
  bodyBytes: 64 * 1024 * 1024,
  underWay: 256,
}

/** A received notification that is to go on to the app. */
export interface ForwardRequest {
  readonly seq: number
  /** The session: what belongs to one is passed on in order. */
  readonly interviewId: string
  readonly rawHeaders: readonly HeaderPair[]
  /** The bytes as they came. */
  readonly body: Uint8Array
}

/** Passes notifications on to the user's app. */
export interface Forwarder {
  /** Resolves with what became of it: `QUEUE_FULL` at once where too much waits already. Never rejects. */
  readonly forward: (request: ForwardRequest) => Promise<ForwardResult>
  /** How many are under way or wait for their turn. */
  readonly pending: () => number
  /** Resolves when nothing is pending. */
  readonly untilIdle: () => Promise<void>
  /** Gives up what is pending: it ends as `INTERRUPTED`. Resolves when it has, and the sockets are closed. */
  readonly close: () => Promise<void>
}

/** How notifications are passed on, and when their sender is answered. */
export interface ForwardOptions {
  readonly forwarder: Forwarder
  /** True answers 204 before the app has seen the notification: `--ack-first`. */
  readonly isAckFirst: boolean
}

interface Pending extends Placed {
  readonly turn: Promise<ForwardResult>
}

/**
 * Sends each notification on, byte for byte, and judges the app's answer. The notifications of one
 * session go one after another in the order in which they came, however many sessions go at once.
 */
export function createForwarder(options: ForwarderOptions): Forwarder {
  const bounds = options.bounds ?? DEFAULT_BOUNDS
  const ending = new AbortController()
  const slots = createSlots(bounds.underWay)
  const lastOf = new Map<string, Promise<ForwardResult>>()
  const pending = new PlaceList<Pending>()
  let bodyBytes = 0
  const untilIdle = async (): Promise<void> => {
    while (pending.count > 0) await Promise.allSettled([...pending].map(({ turn }) => turn))
  }
  const start = async (request: ForwardRequest): Promise<ForwardResult> => {
    await lastOf.get(request.interviewId)?.catch(() => {})
    return slots.run(async () => forwardOnce(request, options, ending.signal))
  }
  return {
    pending: () => pending.count,
    untilIdle,
    close: async () => {
      ending.abort()
      await untilIdle()
      await options.transport.close()
    },
    forward: async (request) => {
      const isFull =
        pending.count >= bounds.notifications || bodyBytes + request.body.length > bounds.bodyBytes
      if (isFull) {
        return failed(request.seq, options, 'QUEUE_FULL', `${pending.count} notifications wait`)
      }
      bodyBytes += request.body.length
      const turn = start(request)
      const entry: Pending = { turn, place: 0 }
      lastOf.set(request.interviewId, turn)
      pending.add(entry)
      try {
        return await turn
      } finally {
        bodyBytes -= request.body.length
        pending.remove(entry)
        if (lastOf.get(request.interviewId) === turn) lastOf.delete(request.interviewId)
      }
    },
  }
}

async function forwardOnce(
  { seq, rawHeaders, body }: ForwardRequest,
  options: ForwarderOptions,
  signal: AbortSignal,
): Promise<ForwardResult> {
  const { target, headers, timeoutMs, verifyCertificate, transport } = options
  try {
    const outcome = await transport.exchange({
      method: 'POST',
      url: target,
      headers: forwardHeaders(rawHeaders, headers),
      body,
      timeoutMs,
      verifyCertificate,
      signal,
    })
    return { seq, url: target.href, outcome, verdict: judge(outcome) }
  } catch (error) {
    if (!signal.aborted) throw error
    return failed(seq, options, 'INTERRUPTED', 'the run ended before an answer came')
  }
}

function judge(outcome: Outcome): ForwardResult['verdict'] {
  return outcome.kind === 'answer' ? judgeAnswer(outcome.answer) : judgeFailure(outcome.failure)
}

function failed(
  seq: number,
  { target }: ForwarderOptions,
  code: FailureCode,
  detail: string,
): ForwardResult {
  const failure = { code, detail }
  const outcome = { kind: 'failure', failure, timings: NO_TIMINGS } as const
  return { seq, url: target.href, outcome, verdict: judgeFailure(failure) }
}
