import { defineFault } from '../fault.ts'

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
    const one = all.slice(Math.floor(chance() * all.length)).slice(0, 1)
    for (const socket of which === 'all' ? all : one) socket.reset()
    return { over: Promise.resolve() }
  },
})
