import type { IncomingMessage } from 'node:http'

/** Why a request is not read any further, and what it is answered. */
export interface Refusal {
  readonly httpStatus: number
  readonly code: string
  readonly detail: string
}

/**
 * Looks at the request line and the headers only (hardening R9, B10, B11). Null admits the request.
 * Nothing is ever decompressed: an encoded body is refused.
 */
export function admit(request: IncomingMessage): Refusal | null {
  if (request.method !== 'POST') {
    return refusal(405, 'method_not_allowed', `${request.method ?? ''} is not POST`)
  }
  const encoding = request.headers['content-encoding']
  if (encoding !== undefined && encoding.trim().toLowerCase() !== 'identity') {
    return refusal(415, 'encoded_body', `Content-Encoding: ${encoding}`)
  }
  return admitMediaType(request)
}

/** True where the sender did not say what it sends; accepted, with a warning. */
export function lacksMediaType(request: IncomingMessage): boolean {
  return mediaTypes(request).length === 0
}

function admitMediaType(request: IncomingMessage): Refusal | null {
  const types = mediaTypes(request)
  if (types.length > 1) return refusal(415, 'two_media_types', 'Content-Type was sent twice')
  const [type] = types
  if (type === undefined || /^application\/json\s*(;.*)?$/i.test(type.trim())) return null
  return refusal(415, 'wrong_media_type', `Content-Type: ${type}`)
}

/** Node keeps only the first of two Content-Type headers, so the raw ones are read. */
function mediaTypes({ rawHeaders }: IncomingMessage): string[] {
  return rawHeaders.filter(
    (_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === 'content-type',
  )
}

function refusal(httpStatus: number, code: string, detail: string): Refusal {
  return { httpStatus, code, detail }
}
