import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FaultHooks, FaultParameters, FaultScene } from './fault.ts'
import { answerJson } from './plain-answers.ts'

/** The parameter of every fault that answers callers in the tunnel's place. */
export const SHARE = {
  share: { kind: 'share', default: 1, text: 'the chance that a request meets it, 0 to 1' },
} as const satisfies FaultParameters

/** The parameters of those whose answer may say when to come again. */
export const SHARE_AND_RETRY_AFTER = {
  ...SHARE,
  retryAfter: { kind: 'whole', default: 0, min: 0, max: 86_400, text: 'seconds; 0 sends none' },
} as const satisfies FaultParameters

/** Hooks that answer some of the callers' requests in the tunnel's place. */
export function answerInPlace(
  share: number,
  { chance }: FaultScene,
  answer: (response: ServerResponse) => void,
): FaultHooks {
  return {
    answer: (request: IncomingMessage, response) => {
      if (chance() >= share) return false
      request.resume()
      answer(response)
      return true
    },
  }
}

/** The same with a status and a few words; where `retryAfterS` is not 0, it is told. */
export function answerStatus(
  share: number,
  scene: FaultScene,
  status: number,
  error: string,
  retryAfterS = 0,
): FaultHooks {
  return answerInPlace(share, scene, (response) => {
    if (retryAfterS > 0) response.setHeader('Retry-After', String(retryAfterS))
    answerJson(response, status, { error })
  })
}
