import type { IncomingMessage } from 'node:http'
import { pause, withLength, write, type Way } from './way.ts'

/** Far longer than a server takes that does not wait for the body; ours. */
const GAP_MS = 300

/** The second half of the body comes late: shows who answers without it. */
export const lateBody: Way = {
  headers: withLength,
  send: async (request, body) => {
    const half = Math.floor(body.length / 2)
    const sendRest = (): void => void request.end(body.subarray(half))
    let isAnsweredEarly = false
    request.once('response', (answer: IncomingMessage) => {
      if (request.writableEnded) return
      isAnsweredEarly = true
      // The answer is read first: a server that has closed would drop it. Node.js closes at its end, so this is before.
      answer.prependOnceListener('end', sendRest)
    })
    await write(request, body.subarray(0, half))
    await pause(request, GAP_MS, 'response')
    if (!isAnsweredEarly && !request.destroyed) sendRest()
    return { isAnsweredEarly }
  },
}
