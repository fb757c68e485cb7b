import { defineFault } from '../fault.ts'
import { oneByChance } from '../one-by-chance.ts'

export const halfOpen = defineFault({
  name: 'half-open',
  description: 'data sockets go silent for good, and nothing is closed',
  seam: 'data',
  isHealed: 'when-cleared',
  parameters: {
    which: {
      kind: 'word',
      default: 'all',
      words: ['all', 'present', 'one'],
      text: 'also those that connect while it is on, or only those of now, or one of these by chance',
    },
  },
  start: ({ which }, { sockets, chance }) => {
    const present = sockets()
    const meant = which === 'one' ? oneByChance(present, chance) : present
    for (const socket of meant) socket.silence()
    return which === 'all' ? { socket: (socket) => socket.silence() } : {}
  },
})
