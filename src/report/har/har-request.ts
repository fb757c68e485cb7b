import type { Attempt } from '../../contract/delivery.ts'
import { redactUrl } from '../redact-url.ts'
import { firstValue, toHarHeaders, type HarRedaction } from './har-headers.ts'
import { decodeLossy, decodeUtf8 } from './har-text.ts'

/** The request of one attempt as HAR tells it. Cookies stand among the headers, redacted. */
export function toHarRequest({ request, notification }: Attempt, redaction: HarRedaction): object {
  const url = redactUrl(request.url, redaction.redact)
  const headers = toHarHeaders(request.headers, redaction)
  return {
    method: 'POST',
    url,
    httpVersion: 'HTTP/1.1',
    cookies: [],
    headers,
    queryString: queryOf(url),
    postData: {
      mimeType: firstValue(headers, 'content-type') ?? '',
      ...textOf(notification.body),
    },
    headersSize: -1,
    bodySize: notification.body.length,
  }
}

function textOf(body: Uint8Array): { text: string; comment?: string } {
  const text = decodeUtf8(body)
  if (text !== null) return { text }
  const comment = 'not UTF-8, and HAR has no base64 here: U+FFFD stands for what is not'
  return { text: decodeLossy(body), comment }
}

/** The query of a URL as HAR lists it. */
export function queryOf(url: string): { name: string; value: string }[] {
  if (!URL.canParse(url)) return []
  return [...new URL(url).searchParams].map(([name, value]) => ({ name, value }))
}
