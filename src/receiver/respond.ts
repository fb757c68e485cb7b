import type { ServerResponse } from 'node:http'
import type { Clock } from '../context.ts'
import type { ForwardResult } from '../contract/forward.ts'
import type { ReceivedRequest } from '../contract/received.ts'
import { answerOf, type AnswerOptions } from './answer.ts'

/** What a notification was answered, and what became of passing it on. */
export interface Responded {
  readonly httpStatus: number
  /** Left out where nothing is passed on. */
  readonly forward?: Promise<ForwardResult>
}

/** Answers good notifications, one way or another. */
export interface Responder {
  /** The status that every one is answered with; null where it depends. */
  readonly httpStatus: number | null
  /** Resolves when the answer is on its way. Never rejects. */
  readonly respond: (received: ReceivedRequest, response: ServerResponse) => Promise<Responded>
}

/** Answers every notification alike, as `--respond` and its kind say; at once when the signal aborts. */
export function fixedResponder(
  answer: AnswerOptions,
  clock: Clock,
  signal: AbortSignal,
): Responder {
  const { httpStatus, delayMs } = answer
  const responded: Responded = { httpStatus }
  const send = answerOf(answer)
  const untilTurnEnds = followTurns()
  return {
    httpStatus,
    respond: async (_, response) => {
      await (delayMs > 0 ? clock.sleep(delayMs, signal).catch(() => {}) : untilTurnEnds())
      send(response)
      return responded
    },
  }
}

/**
 * Gives what resolves when the turn of the event loop at hand has read all that there was to read. Answers that go out one
 * after the other find who waits for them awake; one by one, each has to wake it up, which costs more than all the rest.
 */
export function followTurns(): () => Promise<void> {
  let turn: Promise<void> | null = null
  const begin = (): Promise<void> =>
    new Promise((resolve) => {
      setImmediate(() => {
        turn = null
        resolve()
      })
    })
  return () => (turn ??= begin())
}

/** True when the whole answer went out, false when the sender was gone before. Ask before it is sent. */
export function untilEnded(response: ServerResponse): Promise<boolean> {
  return new Promise((resolve) => {
    response.on('error', () => resolve(false))
    // It comes right after `finish` as well.
    response.on('close', () => resolve(response.writableFinished))
  })
}
