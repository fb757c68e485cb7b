/** A header as it stands in the request: name and value, case and order kept. */
export type Header = readonly [name: string, value: string]

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
export function forwardHeaders(rawHeaders: readonly string[], own: readonly Header[]): Header[] {
  const received = pairs(rawHeaders)
  const named = received
    .filter(([name]) => name.toLowerCase() === 'connection')
    .flatMap(([, value]) => value.split(',').map((word) => word.trim().toLowerCase()))
  const left = new Set([...NOT_FORWARDED, ...named, ...own.map(([name]) => name.toLowerCase())])
  return [...received.filter(([name]) => !left.has(name.toLowerCase())), ...own]
}

/** The headers of the app's answer that go back to the caller. */
export function answerHeaders(headers: readonly Header[]): Header[] {
  return headers.filter(([name]) => !NOT_FORWARDED.has(name.toLowerCase()))
}

function pairs(rawHeaders: readonly string[]): Header[] {
  return Array.from({ length: rawHeaders.length / 2 }, (_, index) => [
    rawHeaders[2 * index] as string,
    rawHeaders[2 * index + 1] as string,
  ])
}
