import { defineFault } from '../fault.ts'

/** Toxiproxy's slow_close (hardening T6). */
export const slowClose = defineFault({
  name: 'slow-close',
  description: 'a data socket that one side has closed stays open for a while on the other side',
  seam: 'data',
  isHealed: 'by-itself',
  parameters: {
    delay: { kind: 'duration', default: 1000, text: 'how long it stays open' },
  },
  start: ({ delay }) => ({ closeLateMs: delay }),
})
