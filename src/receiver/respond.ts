import type { ServerResponse } from 'node:http'
import type { Clock } from '../context.ts'
import type { ForwardResult } from '../contract/forward.ts'
import type { ReceivedRequest } from '../contract/received.ts'
import { sendAnswer, type AnswerOptions } from './answer.ts'

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

/** Answers every notification alike, as `--respond` and its kind say. */
export function fixedResponder(
  answer: AnswerOptions,
  clock: Clock,
  signal: AbortSignal,
): Responder {
  return {
    httpStatus: answer.httpStatus,
    respond: async (_, response) => {
      await sendAnswer(response, answer, clock, signal)
      return { httpStatus: answer.httpStatus }
    },
  }
}

/** True when the whole answer went out, false when the sender was gone before. Ask before it is sent. */
export async function untilEnded(response: ServerResponse): Promise<boolean> {
  return new Promise((resolve) => {
    response.on('error', () => resolve(false))
    response.once('finish', () => resolve(true))
    response.once('close', () => resolve(response.writableFinished))
  })
}
