import { defineFault } from '../fault.ts'

export const restart = defineFault({
  name: 'restart',
  description:
    'the relay dies and is back at the same port; it knows no client, and data ports are new',
  seam: 'lifecycle',
  isHealed: 'by-itself',
  parameters: {
    down: { kind: 'duration', default: 1000, text: 'how long it is away' },
  },
  start: ({ down }, scene) => ({ over: scene.restart(down) }),
})
