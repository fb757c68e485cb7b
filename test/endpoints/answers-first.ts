import { send } from './healthy.ts'
import type { Listener } from './mortal-server.ts'

/** Answers to be quick, and reads the body when all is promised: what is lost then never comes again. */
export const answersFirst: Listener = (request, response) => {
  send(response, { status: request.method === 'POST' ? 204 : 405 })
  request.resume()
}
