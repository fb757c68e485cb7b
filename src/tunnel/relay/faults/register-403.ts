import { defineFault } from '../fault.ts'
import { answerJson } from '../plain-answers.ts'

export const register403 = defineFault({
  name: 'register-403',
  description: 'every registration is refused with 403 and a reason',
  seam: 'registration',
  isHealed: 'when-cleared',
  parameters: {},
  start: () => ({
    register: (_request, response) => {
      answerJson(response, 403, { message: 'this client may not open a tunnel here' })
      return true
    },
  }),
})
