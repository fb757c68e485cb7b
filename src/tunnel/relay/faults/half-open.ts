import { defineFault } from '../fault.ts'

export const halfOpen = defineFault({
  name: 'half-open',
  description: 'data sockets go silent for good, and nothing is closed',
  seam: 'data',
  isHealed: 'by-itself',
  parameters: {
    which: {
      kind: 'word',
      default: 'present',
      words: ['present', 'all'],
      text: 'those of now, or also those that connect while it is on',
    },
  },
  start: ({ which }, { sockets }) => {
    for (const socket of sockets()) socket.silence()
    return which === 'all' ? { socket: (socket) => socket.silence() } : {}
  },
})
