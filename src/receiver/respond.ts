import type { ServerResponse } from 'node:http'
import type { Clock } from '../context.ts'
import type { ReceivedContent, ReceivedRequest } from '../contract/received.ts'
import { sendAnswer, sendRefusal, type AnswerOptions } from './answer.ts'
import type { Reading } from './read-request.ts'
import { refuse, type Refusal } from './refusal.ts'

export interface RespondOptions {
  readonly answer: AnswerOptions
  readonly clock: Clock
  readonly signal: AbortSignal
  /** What the connection was refused with while the body was on its way; null where it was not. */
  readonly brokenBy: Refusal | null
}

/** What is told of an answer: the status is null where the sender was gone before. */
type Told = Pick<ReceivedRequest, 'content' | 'httpStatus'>

/** Answers what was read, and gives what came of it. */
export async function respond(
  response: ServerResponse,
  { outcome }: Reading,
  ended: Promise<boolean>,
  { answer, clock, signal, brokenBy }: RespondOptions,
): Promise<Told> {
  switch (outcome.kind) {
    case 'aborted':
      return broken(brokenBy)
    case 'refused':
      sendRefusal(response, outcome.refusal)
      return {
        content: contentOf(outcome.refusal),
        httpStatus: (await ended) ? outcome.refusal.httpStatus : null,
      }
    case 'notification':
      await sendAnswer(response, answer, clock, signal)
      return { content: outcome, httpStatus: (await ended) ? answer.httpStatus : null }
  }
}

/** What is told of a refusal. */
export function contentOf({ code, detail }: Refusal): ReceivedContent {
  return { kind: 'refused', code, detail }
}

/** True when the whole answer went out, false when the sender was gone before. Ask before it is sent. */
export async function untilEnded(response: ServerResponse): Promise<boolean> {
  return new Promise((resolve) => {
    response.on('error', () => resolve(false))
    response.once('finish', () => resolve(true))
    response.once('close', () => resolve(response.writableFinished))
  })
}

/** A body that did not come to its end: the connection was refused, or the sender left without a word. */
function broken(brokenBy: Refusal | null): Told {
  const content = contentOf(brokenBy ?? refuse(400, 'aborted', 'the sender left'))
  return { content, httpStatus: brokenBy?.httpStatus ?? null }
}
