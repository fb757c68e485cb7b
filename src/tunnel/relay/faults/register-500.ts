import { defineFault } from '../fault.ts'
import { answerJson } from '../plain-answers.ts'

export const register500 = defineFault({
  name: 'register-500',
  description: 'every registration is answered 500',
  seam: 'registration',
  isHealed: 'when-cleared',
  parameters: {},
  start: () => ({
    register: (_request, response) => {
      answerJson(response, 500, { message: 'Internal Server Error' })
      return true
    },
  }),
})
