import { defineFault } from '../fault.ts'

export const nameTaken = defineFault({
  name: 'name-taken',
  description: 'whatever name a client asks for is taken: it gets a random one',
  seam: 'registration',
  isHealed: 'by-itself',
  parameters: {},
  start: () => ({ isTaken: () => true }),
})
