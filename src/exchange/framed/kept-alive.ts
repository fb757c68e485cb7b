import { withLength, type Way } from './way.ts'

/** A request like any other, over a connection that may have been kept from the one before (RFC 9112, 9.3). */
export const keptAlive: Way = {
  headers: withLength,
  send: async (request, body) => {
    request.end(body)
    return { isReused: request.reusedSocket }
  },
}
