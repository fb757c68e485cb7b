import { defineFault } from '../fault.ts'

/** Bytes leave in portions of this much time. */
const PORTION_MS = 100

export const bandwidth = defineFault({
  name: 'bandwidth',
  description: 'every data socket carries only so many bytes a second each way',
  seam: 'data',
  isHealed: 'by-itself',
  parameters: {
    rate: {
      kind: 'whole',
      default: 1000,
      min: 1,
      max: 1_000_000_000,
      text: 'bytes a second',
    },
  },
  start: ({ rate }) => {
    const portion = Math.max(1, Math.round((rate * PORTION_MS) / 1000))
    return {
      wire: ({ sleep }) =>
        async function* slow(bytes) {
          for (let at = 0; at < bytes.length; at += portion) {
            const part = bytes.subarray(at, at + portion)
            await sleep((part.length * 1000) / rate)
            yield part
          }
        },
    }
  },
})
