import { endToEnd } from '../../contract/end-to-end.ts'

/** A header as it stands in the request: name and value, case and order kept. */
export type Header = readonly [name: string, value: string]

/**
 * The headers that go on to the app: all that came, but for those of the connection and those that
 * `Connection` names; the user's own (`-H`) replace what came under the same name.
 */
export function forwardHeaders(rawHeaders: readonly string[], own: readonly Header[]): Header[] {
  const replaced = new Set(own.map(([name]) => name.toLowerCase()))
  const received = endToEnd(pairs(rawHeaders))
  return [...received.filter(([name]) => !replaced.has(name.toLowerCase())), ...own]
}

/** The headers of the app's answer that go back to the caller. */
export function answerHeaders(headers: readonly Header[]): Header[] {
  return endToEnd(headers)
}

function pairs(rawHeaders: readonly string[]): Header[] {
  return Array.from({ length: rawHeaders.length / 2 }, (_, index) => [
    rawHeaders[2 * index] as string,
    rawHeaders[2 * index + 1] as string,
  ])
}
