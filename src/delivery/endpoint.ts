/** The URL under test, with what every request to it carries. */
export interface Endpoint {
  readonly url: URL
  /** Custom headers, as name and value. They replace ours of the same name. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly userAgent: string
  readonly timeoutMs: number
  readonly verifyCertificate: boolean
}

const LOCALTUNNEL_HOST = /(^|\.)(loca\.lt|localtunnel\.me)$/i

/**
 * The headers of one notification (vendor-facts 1). `Accept-Encoding: identity` is ours: nothing is
 * ever decompressed (hardening 1). A public localtunnel host also gets the header that skips its
 * reminder page (hardening T10).
 */
export function requestHeaders(
  endpoint: Endpoint,
  token: string | null,
): (readonly [name: string, value: string])[] {
  const own: (readonly [string, string])[] = [
    ['content-type', 'application/json'],
    ['accept-encoding', 'identity'],
    ['user-agent', endpoint.userAgent],
  ]
  if (token !== null) own.push(['authorization', `Bearer ${token}`])
  if (LOCALTUNNEL_HOST.test(endpoint.url.hostname)) own.push(['bypass-tunnel-reminder', '1'])
  const custom = new Set(endpoint.headers.map(([name]) => name.toLowerCase()))
  return [...own.filter(([name]) => !custom.has(name)), ...endpoint.headers]
}
