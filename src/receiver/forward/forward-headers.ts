import { endToEnd } from '../../contract/end-to-end.ts'
import type { HeaderPair } from '../../contract/received.ts'

/**
 * The headers that go on to the app: all that came, but for those of the connection and those that
 * `Connection` names; the user's own (`-H`) replace what came under the same name.
 */
export function forwardHeaders(
  received: readonly HeaderPair[],
  own: readonly HeaderPair[],
): HeaderPair[] {
  const came = endToEnd(received)
  if (own.length === 0) return came
  const replaced = new Set(own.map(([name]) => name.toLowerCase()))
  return [...came.filter(([name]) => !replaced.has(name.toLowerCase())), ...own]
}
