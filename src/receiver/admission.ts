import type { IncomingMessage } from 'node:http'
import { headerValues } from './header-values.ts'
import { refuse, type Refusal } from './refusal.ts'

/** Refuses every path but the webhook's, whatever comes after it in a query; null takes any. */
export function admitPath({ url = '' }: IncomingMessage, path: string | null): Refusal | null {
  if (path === null || url === path || url.split('?', 1)[0] === path) return null
  return refuse(404, 'not_found', `only ${path} is served here (--path)`)
}

/** Refuses every method but POST (hardening R9). An Upgrade on a POST is ignored, as RFC 9110 allows. */
export function admitMethod({ method }: IncomingMessage): Refusal | null {
  if (method === 'POST') return null
  return refuse(405, 'method_not_allowed', `${method ?? ''} is not POST`, { allow: 'POST' })
}

/**
 * Looks at what the body is said to be (hardening B10, B11). Nothing is ever decompressed: an encoded
 * body is refused. A missing media type is refused only when strict.
 */
export function admitContent(request: IncomingMessage, isStrict: boolean): Refusal | null {
  return admitEncoding(request) ?? admitMediaType(request, isStrict)
}

function admitEncoding(request: IncomingMessage): Refusal | null {
  const encodings = headerValues(request, 'content-encoding')
  if (encodings.length === 0) return null
  const encoding = encodings.join(', ')
  if (encoding === '' || encoding.trim().toLowerCase() === 'identity') return null
  return refuse(415, 'encoded_body', `Content-Encoding: ${encoding}`)
}

/** True where the sender did not say what it sends. */
export function lacksMediaType(request: IncomingMessage): boolean {
  return headerValues(request, 'content-type').length === 0
}

/** True for a body that says it is an HTML form, which could carry a token (RFC 6750, 2.2). */
export function isForm(request: IncomingMessage): boolean {
  const [type = ''] = headerValues(request, 'content-type')
  return /^application\/x-www-form-urlencoded\s*(;.*)?$/i.test(type.trim())
}

function admitMediaType(request: IncomingMessage, isStrict: boolean): Refusal | null {
  const types = headerValues(request, 'content-type')
  if (types.length > 1) return refuse(415, 'two_media_types', 'Content-Type was sent twice')
  const [type] = types
  if (type === undefined) {
    return isStrict ? refuse(415, 'no_media_type', 'there is no Content-Type') : null
  }
  if (/^application\/json\s*(;.*)?$/i.test(type.trim())) return null
  return refuse(415, 'wrong_media_type', `Content-Type: ${type}`)
}
