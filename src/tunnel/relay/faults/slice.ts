import { defineFault } from '../fault.ts'

export const slice = defineFault({
  name: 'slice',
  description: 'bytes arrive in small pieces, a packet each, both ways',
  seam: 'data',
  isHealed: 'by-itself',
  parameters: {
    size: { kind: 'whole', default: 1, min: 1, max: 65_536, text: 'bytes in a piece' },
    gap: { kind: 'duration', default: 0, text: 'the wait between two pieces' },
  },
  start: ({ size, gap }) => ({
    wire: ({ sleep }) =>
      async function* sliced(bytes) {
        for (let at = 0; at < bytes.length; at += size) {
          if (at > 0 && gap > 0) await sleep(gap)
          yield bytes.subarray(at, at + size)
        }
      },
  }),
})
