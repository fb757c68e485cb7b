import type { HeaderPair } from '../../contract/received.ts'
import { WRONG_SECRET, type Credentials, type ProbeRequest } from '../../contract/rules/probe.ts'
import { requestHeaders, type Endpoint } from '../endpoint.ts'

/** The tokens that a probe can carry; null where there are none. */
export interface ProbeTokens {
  readonly right: string | null
  readonly expired: string | null
}

/** URL and headers of one request: what the vendor would send, but for what the probe spoils. */
export function probeTarget(
  request: ProbeRequest,
  endpoint: Endpoint,
  tokens: ProbeTokens,
): { readonly url: URL; readonly headers: readonly HeaderPair[] } {
  const credentials = tokens.right === null ? 'none' : (request.credentials ?? 'right')
  const own = withoutType(requestHeaders(endpoint, null), request)
  const authorization = AUTHORIZATIONS[credentials](tokens)
  const kept = tokens.right === null ? own : without(own, 'authorization')
  const headers = spoil([...kept, ...pairOf('authorization', authorization)], request)
  return {
    url: credentials === 'in-query' ? withToken(endpoint.url, tokens) : endpoint.url,
    headers: replaceAll(headers, request.headers ?? []),
  }
}

/** A request without a body has no media type. */
function withoutType(headers: readonly HeaderPair[], { body }: ProbeRequest): HeaderPair[] {
  return body.kind === 'none' ? without(headers, 'content-type') : [...headers]
}

/** The value of `Authorization` for each kind of credentials; undefined sends none. */
const AUTHORIZATIONS: Readonly<Record<Credentials, (tokens: ProbeTokens) => string | undefined>> = {
  right: ({ right }) => `Bearer ${right}`,
  'lower-case-scheme': ({ right }) => `bearer ${right}`,
  wrong: () => `Bearer ${WRONG_SECRET}`,
  'wrong-same-length': ({ right }) => `Bearer ${sameLengthToken(String(right))}`,
  // A dot is no character of base64, where one more may change nothing of what is decoded.
  longer: ({ right }) => `Bearer ${right}.x`,
  expired: ({ expired }) => `Bearer ${expired}`,
  basic: ({ right }) => `Basic ${Buffer.from(`hookstep:${right}`).toString('base64')}`,
  'other-scheme': ({ right }) => `Basic ${right}`,
  none: () => undefined,
  'in-query': () => undefined,
}

/**
 * A wrong token of the same length: the right one but for a character in the middle, because the last one of a
 * base64 text may hold no bits. It gives away as much as the right one.
 */
export function sameLengthToken(token: string): string {
  const at = Math.floor(token.length / 2)
  const other = token[at] === 'x' ? 'y' : 'x'
  return token.slice(0, at) + other + token.slice(at + 1)
}

/** RFC 6750, 2.3. */
function withToken(url: URL, { right }: ProbeTokens): URL {
  const changed = new URL(url)
  changed.searchParams.set('access_token', String(right))
  return changed
}

function spoil(headers: readonly HeaderPair[], { spoiltHeader }: ProbeRequest): HeaderPair[] {
  if (spoiltHeader === undefined) return [...headers]
  const { name, how } = spoiltHeader
  return [...without(headers, name), ...pairOf(name, how === 'wrong' ? WRONG_SECRET : undefined)]
}

function replaceAll(headers: readonly HeaderPair[], by: readonly HeaderPair[]): HeaderPair[] {
  const kept = by.reduce<readonly HeaderPair[]>((left, [name]) => without(left, name), headers)
  return [...kept, ...by]
}

function without(headers: readonly HeaderPair[], name: string): HeaderPair[] {
  return headers.filter(([each]) => each.toLowerCase() !== name)
}

function pairOf(name: string, value: string | undefined): HeaderPair[] {
  return value === undefined ? [] : [[name, value]]
}
