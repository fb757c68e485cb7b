import type { RequestRecord } from '../../journal/record.ts'

/** Whatever a URL may not hold as it stands (RFC 3986): what a parser leaves alone, too. */
const NOT_IN_A_URL = /[^\w.~:/?#[\]@!$&'()*+,;=%-]/g

/**
 * The URL that a recorded request went to, by its target and its Host header; `localhost` where that is
 * missing or no host. Always a valid URL of ASCII: what it may not hold is percent-encoded.
 */
export function absoluteUrl({ path, rawHeaders }: RequestRecord): string {
  const host = rawHeaders.find(([name]) => name.toLowerCase() === 'host')?.[1] ?? ''
  const base = hasHost(host) ? `http://${host}` : 'http://localhost'
  const target = path.startsWith('/') ? path : `/${path}`
  const candidates = /^https?:\/\//i.test(path) ? [path, base + target] : [base + target]
  const found = candidates.find((each) => URL.canParse(each)) ?? base
  return new URL(found).href.replaceAll(NOT_IN_A_URL, encoded)
}

/** True for a host, with a port or without, and nothing else. */
function hasHost(text: string): boolean {
  return /^[\w.-]+(:\d+)?$|^\[[\da-f:.]+\](:\d+)?$/i.test(text) && URL.canParse(`http://${text}`)
}

function encoded(character: string): string {
  const bytes = [...Buffer.from(character)]
  return bytes.map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('')
}
