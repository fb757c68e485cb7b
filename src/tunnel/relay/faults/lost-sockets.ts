import { defineFault } from '../fault.ts'
import { oneByChance } from '../one-by-chance.ts'

export const lostSockets = defineFault({
  name: 'lost-sockets',
  description: 'one data socket, chosen by chance, or all of them are reset, once',
  seam: 'data',
  isHealed: 'by-itself',
  parameters: {
    which: { kind: 'word', default: 'all', words: ['all', 'one'], text: 'how many are lost' },
  },
  start: ({ which }, { sockets, chance }) => {
    const all = sockets()
    const lost = which === 'one' ? oneByChance(all, chance) : all
    for (const socket of lost) socket.reset()
    return { over: Promise.resolve() }
  },
})
