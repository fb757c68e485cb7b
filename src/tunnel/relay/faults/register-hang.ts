import { defineFault } from '../fault.ts'

export const registerHang = defineFault({
  name: 'register-hang',
  description:
    'no registration is ever answered; those that wait go on waiting when it is taken off',
  seam: 'registration',
  isHealed: 'when-cleared',
  parameters: {},
  start: () => ({ register: () => true }),
})
