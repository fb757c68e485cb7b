import type { Socket } from 'node:net'
import type { Load } from './load.ts'

const REQUEST_LINE = /^[A-Z]{3,10} [/*h]/

/** Nothing but interim answers, such as `100 Continue`: the real one is still to come. */
const INTERIM = /^(?:HTTP\/1\.1 1\d\d[^\r\n]*\r\n(?:[^\r\n]+\r\n)*\r\n)+$/
const LONGEST_INTERIM = 1024

/**
 * Follows the requests on one connection, as far as their bytes tell: each is in progress from its
 * first byte to the first byte of its answer. The returned function ends the one in progress, and
 * tells whether there was one.
 */
export function followRequests(client: Socket, receiver: Socket, load: Load): () => boolean {
  let isInProgress = true
  load.begin()
  const end = (): boolean => {
    const wasInProgress = isInProgress
    if (wasInProgress) load.end()
    isInProgress = false
    return wasInProgress
  }
  client.on('data', (chunk: Buffer) => {
    if (isInProgress || !REQUEST_LINE.test(chunk.toString('latin1', 0, 16))) return
    isInProgress = true
    load.begin()
  })
  client.once('close', end)
  receiver.on('data', (chunk: Buffer) => void (isInterim(chunk) || end()))
  return end
}

function isInterim(chunk: Buffer): boolean {
  return chunk.length <= LONGEST_INTERIM && INTERIM.test(chunk.toString('latin1'))
}
