import { defineFault } from '../fault.ts'

export const cutAfter = defineFault({
  name: 'cut-after',
  description: 'every data socket is closed when it has carried so many bytes one way',
  seam: 'data',
  isHealed: 'when-cleared',
  parameters: {
    bytes: {
      kind: 'whole',
      default: 100,
      min: 0,
      max: 1_000_000_000,
      text: 'how many bytes it carries',
    },
  },
  start: ({ bytes: most }) => ({
    wire: ({ cut }) => {
      let left = most
      return function* counted(bytes) {
        const part = bytes.subarray(0, left)
        const isOver = bytes.length > left
        left -= part.length
        if (part.length > 0) yield part
        if (isOver) cut()
      }
    },
  }),
})
