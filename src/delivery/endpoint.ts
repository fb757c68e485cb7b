/** The vendor states no timeout; 30 s is our assumption (vendor-facts 3 and 8). */
export const DEFAULT_TIMEOUT_MS = 30_000

/** The URL under test, with what every request to it carries. */
export interface Endpoint {
  readonly url: URL
  /** Custom headers, as name and value. They replace ours of the same name. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly userAgent: string
  readonly timeoutMs: number
  readonly verifyCertificate: boolean
}

const PUBLIC_HEADERS = new Set(['content-type', 'accept', 'accept-language', 'user-agent'])

/** True for a header that tells nothing about who is calling; its value may be shown. */
export function isPublicHeader(name: string): boolean {
  return PUBLIC_HEADERS.has(name.toLowerCase())
}

/** Lower-case names of the custom headers that may say who is calling. */
export function customHeaderNames({ headers }: Pick<Endpoint, 'headers'>): string[] {
  return headers.map(([name]) => name.toLowerCase()).filter((name) => !isPublicHeader(name))
}

/** Lower-case names of the headers whose values a report must not show. */
export function secretHeaderNames(endpoint: Pick<Endpoint, 'headers'>): string[] {
  return ['authorization', ...customHeaderNames(endpoint)]
}

const LOCALTUNNEL_HOST = /(^|\.)(loca\.lt|localtunnel\.me)$/i

type Header = readonly [name: string, value: string]

/**
 * The headers of one notification (vendor-facts 1). `Accept-Encoding: identity` is ours: nothing is
 * ever decompressed (hardening 1). A public localtunnel host also gets the header that skips its
 * reminder page (hardening T10). A recorded notification goes with the media type and the user agent
 * that it came with; a token, and the custom headers, go before what was recorded.
 */
export function requestHeaders(
  endpoint: Endpoint,
  token: string | null,
  recorded: readonly Header[] | null = null,
): Header[] {
  const own: Header[] = recorded === null ? [['content-type', 'application/json']] : []
  own.push(['accept-encoding', 'identity'])
  if (!names(recorded ?? []).has('user-agent')) own.push(['user-agent', endpoint.userAgent])
  if (token !== null) own.push(['authorization', `Bearer ${token}`])
  if (LOCALTUNNEL_HOST.test(endpoint.url.hostname)) own.push(['bypass-tunnel-reminder', '1'])
  return replaceHeaders(replaceHeaders(recorded ?? [], own), endpoint.headers)
}

/** The same, made once for each token in turn: many notifications go with the same headers. */
export function rememberHeaders(): typeof requestHeaders {
  let last: { readonly token: string | null; readonly headers: Header[] } | null = null
  return (endpoint, token, recorded) => {
    if (recorded !== undefined && recorded !== null)
      return requestHeaders(endpoint, token, recorded)
    if (last?.token !== token) last = { token, headers: requestHeaders(endpoint, token) }
    return last.headers
  }
}

/** Both lists, without what the second one has under the same name. */
function replaceHeaders(headers: readonly Header[], by: readonly Header[]): Header[] {
  const replaced = names(by)
  return [...headers.filter(([name]) => !replaced.has(name.toLowerCase())), ...by]
}

function names(headers: readonly Header[]): Set<string> {
  return new Set(headers.map(([name]) => name.toLowerCase()))
}
