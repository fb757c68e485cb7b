import { endToEnd } from '../../contract/end-to-end.ts'

type Header = readonly [name: string, value: string]

/** The headers of a recorded request, sorted by whether they can go again. */
export interface ReplayHeaders {
  /** As they came: order, case and repeats kept. */
  readonly headers: readonly Header[]
  /** Names of those that the journal keeps only a hash of. */
  readonly hashed: readonly string[]
  /** Names of those that no request of ours can carry. */
  readonly unsendable: readonly string[]
}

/** What the way to the receiver added, and what we accept: ours to say anew. */
const OF_ANOTHER_WAY = /^(x-forwarded(-.*)?|x-real-ip|forwarded|via|accept-encoding)$/i

/** What the journal writes in the place of a secret (hardening J10). */
const HASH = /^sha256:[\da-f]{8}$/

/** RFC 9110, 5.1 and 5.5. */
const NAME = /^[\w!#$%&'*+.^`|~-]+$/
const VALUE = /^[\t\u0020-\u007e\u0080-\u00ff]*$/

/**
 * The headers that a recorded request is sent with again. Those of the connection and of the way that
 * it took are left out; so is, told by name, what cannot be sent.
 */
export function replayHeaders(rawHeaders: readonly Header[]): ReplayHeaders {
  const meant = endToEnd(rawHeaders).filter(([name]) => !OF_ANOTHER_WAY.test(name))
  const known = meant.filter((header) => !isHashed(header))
  return {
    headers: known.filter(isSendable),
    hashed: meant.filter(isHashed).map(([name]) => name),
    unsendable: known.filter((header) => !isSendable(header)).map(([name]) => name),
  }
}

function isHashed([, value]: Header): boolean {
  return HASH.test(value)
}

/** `__proto__` is a name like any other in HTTP, and none in the object that an exchange keeps headers in. */
function isSendable([name, value]: Header): boolean {
  return NAME.test(name) && VALUE.test(value) && name.toLowerCase() !== '__proto__'
}
