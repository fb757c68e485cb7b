import type { Way } from './way.ts'

const CHUNKS = 3

/** The body in three chunks, without a length (RFC 9112, 7.1). */
export const chunked: Way = {
  headers: () => ({ 'transfer-encoding': 'chunked' }),
  send: async (request, body) => {
    const size = Math.ceil(body.length / CHUNKS)
    for (let at = 0; at < body.length; at += size) request.write(body.subarray(at, at + size))
    request.end()
    return {}
  },
}
