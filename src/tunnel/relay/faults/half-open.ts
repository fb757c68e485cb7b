import { defineFault } from '../fault.ts'

export const halfOpen = defineFault({
  name: 'half-open',
  description: 'data sockets go silent for good, and nothing is closed',
  seam: 'data',
  isHealed: 'when-cleared',
  parameters: {
    which: {
      kind: 'word',
      default: 'all',
      words: ['all', 'present'],
      text: 'also those that connect while it is on, or only those of now',
    },
  },
  start: ({ which }, { sockets }) => {
    for (const socket of sockets()) socket.silence()
    return which === 'all' ? { socket: (socket) => socket.silence() } : {}
  },
})
