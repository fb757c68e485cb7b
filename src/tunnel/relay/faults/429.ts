import { answerStatus, SHARE_AND_RETRY_AFTER } from '../answer-in-place.ts'
import { defineFault } from '../fault.ts'

export const tooManyRequests = defineFault({
  name: '429',
  description: 'callers are answered 429 by the relay, with Retry-After where it is given',
  seam: 'request',
  isHealed: 'when-cleared',
  parameters: SHARE_AND_RETRY_AFTER,
  start: ({ share, retryAfter }, scene) =>
    answerStatus(share, scene, 429, 'too_many_requests', retryAfter),
})
