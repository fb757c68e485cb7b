import type { HeaderPair } from './received.ts'

/** Headers of one connection only (RFC 9110, 7.6.1), and those that the next request sets anew. */
const OF_CONNECTION = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'host',
  'content-length',
  'expect',
])

/**
 * The headers of a message that are meant for its other end: all but those of the connection, and
 * those that `Connection` names. Order, case and repeats are kept.
 */
export function endToEnd(headers: readonly HeaderPair[]): HeaderPair[] {
  const named = headers
    .filter(([name]) => name.toLowerCase() === 'connection')
    .flatMap(([, value]) => value.split(',').map((word) => word.trim().toLowerCase()))
  return headers.filter(([name]) => {
    const lowered = name.toLowerCase()
    return !OF_CONNECTION.has(lowered) && !named.includes(lowered)
  })
}
