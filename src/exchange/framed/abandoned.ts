import { withLength, write, type Way } from './way.ts'

/**
 * The client goes away in the middle of the body. A connection that was closed without an answer, so that is what comes
 * of it; but where an answer came before, it is that answer. What the endpoint made of it, a sign of life tells.
 */
export const abandoned: Way = {
  headers: withLength,
  send: async (request, body) => {
    let isAnswered = false
    request.once('response', () => {
      isAnswered = true
    })
    await write(request, body.subarray(0, Math.floor(body.length / 2)))
    if (!isAnswered) request.destroy(wentAway())
    return {}
  },
}

function wentAway(): Error {
  const message = 'hookstep went away after half of the body, on purpose'
  return Object.assign(new Error(message), { code: 'ECONNRESET' })
}
