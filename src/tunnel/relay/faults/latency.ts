import { defineFault } from '../fault.ts'

export const latency = defineFault({
  name: 'latency',
  description: 'what callers send reaches the client late; what the client answers does not wait',
  seam: 'data',
  isHealed: 'by-itself',
  parameters: {
    delay: { kind: 'duration', default: 200, text: 'how late' },
    jitter: { kind: 'duration', default: 50, text: 'up to so much less or more, by chance' },
  },
  start: ({ delay, jitter }, { chance }) => ({
    wire: ({ direction, nowMs, sleep }) =>
      async function* late(bytes, arrivedMs) {
        if (direction === 'to-client') {
          const lateMs = delay + (chance() * 2 - 1) * jitter
          await sleep(Math.max(0, arrivedMs + lateMs - nowMs()))
        }
        yield bytes
      },
  }),
})
