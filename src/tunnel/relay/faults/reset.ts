import { defineFault } from '../fault.ts'
import { SHARE } from '../answer-in-place.ts'

export const reset = defineFault({
  name: 'reset',
  description: 'a connection is reset as soon as a request has come',
  seam: 'request',
  isHealed: 'when-cleared',
  parameters: {
    where: {
      kind: 'word',
      default: 'data',
      words: ['data', 'caller'],
      text: 'the connection to the client, or the one of the caller',
    },
    ...SHARE,
  },
  start: ({ where, share }, { chance }) =>
    where === 'caller'
      ? {
          answer: ({ socket }) => {
            if (chance() >= share) return false
            socket.resetAndDestroy()
            return true
          },
        }
      : {
          wire: ({ direction, reset: resetSocket }) =>
            function* broken(bytes) {
              if (direction === 'to-client' && chance() < share) resetSocket()
              else yield bytes
            },
        },
})
