import { answerStatus, SHARE } from '../answer-in-place.ts'
import { defineFault } from '../fault.ts'

export const gatewayTimeout = defineFault({
  name: '504',
  description: 'callers are answered 504 by the relay',
  seam: 'request',
  isHealed: 'when-cleared',
  parameters: SHARE,
  start: ({ share }, scene) => answerStatus(share, scene, 504, 'gateway_timeout'),
})
