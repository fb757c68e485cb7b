import { answerStatus, SHARE } from '../answer-in-place.ts'
import { defineFault } from '../fault.ts'

export const badGateway = defineFault({
  name: '502',
  description: 'callers are answered 502 by the relay',
  seam: 'request',
  isHealed: 'when-cleared',
  parameters: SHARE,
  start: ({ share }, scene) => answerStatus(share, scene, 502, 'bad_gateway'),
})
