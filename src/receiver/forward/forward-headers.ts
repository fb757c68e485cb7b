import type { HeaderPair } from '../../contract/received.ts'

/** Headers of one connection only (RFC 9110, 7.6.1), and those that the next request sets anew. */
const NOT_FORWARDED = new Set([
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
 * The headers that go on to the app: all that came, but for those of the connection and those that
 * `Connection` names; the user's own (`-H`) replace what came under the same name.
 */
export function forwardHeaders(
  received: readonly HeaderPair[],
  own: readonly HeaderPair[],
): HeaderPair[] {
  const replaced = new Set(own.map(([name]) => name.toLowerCase()))
  return [...endToEnd(received).filter(([name]) => !replaced.has(name.toLowerCase())), ...own]
}

/** The headers that are meant for the other end, and not for one connection on the way. */
export function endToEnd(headers: readonly HeaderPair[]): HeaderPair[] {
  const named = headers
    .filter(([name]) => name.toLowerCase() === 'connection')
    .flatMap(([, value]) => value.split(',').map((word) => word.trim().toLowerCase()))
  const left = new Set([...NOT_FORWARDED, ...named])
  return headers.filter(([name]) => !left.has(name.toLowerCase()))
}
