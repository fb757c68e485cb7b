import { answerStatus, SHARE_AND_RETRY_AFTER } from '../answer-in-place.ts'
import { defineFault } from '../fault.ts'

export const unavailable = defineFault({
  name: '503',
  description: 'callers are answered 503 by the relay, with Retry-After where it is given',
  seam: 'request',
  isHealed: 'when-cleared',
  parameters: SHARE_AND_RETRY_AFTER,
  start: ({ share, retryAfter }, scene) =>
    answerStatus(share, scene, 503, 'service_unavailable', retryAfter),
})
