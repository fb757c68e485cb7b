import { pause, withLength, write, type Way } from './way.ts'

/** A client does not wait for ever for `100 Continue` (RFC 9110, 10.1.1); a second is what curl waits. */
const WAIT_MS = 1000

/** The body after `100 Continue`, or after a second without it; not at all after a final answer. */
export const expectContinue: Way = {
  headers: (body) => ({ ...withLength(body), expect: '100-continue' }),
  send: async (request, body) => {
    let isAnswered = false
    request.once('response', () => {
      isAnswered = true
    })
    await write(request, new Uint8Array())
    await pause(request, WAIT_MS, 'continue', 'response')
    if (!isAnswered && !request.destroyed) request.end(body)
    return {}
  },
}
