import type { HeaderPair } from '../../contract/received.ts'
import { redactUrl } from '../redact-url.ts'
import { firstValue, toHarHeaders, type HarRedaction } from './har-headers.ts'
import { cutText, decodeLossy, decodeUtf8 } from './har-text.ts'

/** A request as it went over the wire. */
export interface SentMessage {
  readonly method: string
  readonly url: string
  readonly headers: readonly HeaderPair[]
  readonly body: Uint8Array
  /** @default 'HTTP/1.1' */
  readonly httpVersion?: string
}

/** A request as HAR tells it. Cookies stand among the headers, redacted. */
export function toHarRequest(request: SentMessage, redaction: HarRedaction): object {
  const { method, body, httpVersion = 'HTTP/1.1' } = request
  const url = redactUrl(request.url, redaction.redact)
  const headers = toHarHeaders(request.headers, redaction)
  const mimeType = firstValue(headers, 'content-type') ?? ''
  return {
    method,
    url,
    httpVersion,
    cookies: [],
    headers,
    queryString: queryOf(url),
    ...(body.length === 0 ? {} : { postData: { mimeType, ...textOf(body, redaction) } }),
    headersSize: -1,
    bodySize: body.length,
  }
}

function textOf(body: Uint8Array, redaction: HarRedaction): { text: string; comment?: string } {
  const text = decodeUtf8(body)
  if (text !== null) return cutText(text, redaction)
  const comment = 'not UTF-8, and HAR has no base64 here: U+FFFD stands for what is not'
  return { ...cutText(decodeLossy(body), redaction), comment }
}

/** The query of a URL as HAR lists it. */
export function queryOf(url: string): { name: string; value: string }[] {
  if (!URL.canParse(url)) return []
  return [...new URL(url).searchParams].map(([name, value]) => ({ name, value }))
}
