import { headerValues, type Answer, type Failure } from '../../contract/acknowledgement.ts'
import type { Outcome } from '../../contract/delivery.ts'
import type { Redact } from '../redact-header.ts'
import { redactUrl } from '../redact-url.ts'
import { firstValue, toHarHeaders, type HarRedaction } from './har-headers.ts'
import { decodeLossy, decodeUtf8 } from './har-text.ts'

const UNKNOWN_TYPE = 'x-unknown'

/** The answer of one attempt as HAR tells it; a failure is a response of status 0 with `_error`. */
export function toHarResponse(outcome: Outcome, redaction: HarRedaction): object {
  return outcome.kind === 'answer' ? answered(outcome.answer, redaction) : failed(outcome.failure)
}

function answered(answer: Answer, redaction: HarRedaction): object {
  const headers = toHarHeaders(answer.headers, redaction)
  const mimeType = firstValue(headers, 'content-type') ?? UNKNOWN_TYPE
  const location = firstValue(headers, 'location')
  return {
    status: answer.httpStatus,
    statusText: '',
    httpVersion: 'HTTP/1.1',
    cookies: [],
    headers,
    content: { size: answer.body.length, mimeType, ...contentOf(answer, redaction.redact) },
    redirectURL: location === undefined ? '' : redactUrl(location, redaction.redact),
    headersSize: -1,
    bodySize: answer.isBodyCut ? -1 : answer.body.length,
  }
}

function failed({ code, detail }: Failure): object {
  return {
    status: 0,
    statusText: '',
    httpVersion: '',
    cookies: [],
    headers: [],
    content: { size: 0, mimeType: UNKNOWN_TYPE },
    redirectURL: '',
    headersSize: -1,
    bodySize: -1,
    _error: `${code}: ${detail}`,
  }
}

function contentOf(answer: Answer, redact: Redact): object {
  const { body, isBodyCut } = answer
  if (isEncoded(answer)) return { comment: 'left out: nothing can be redacted in an encoded body' }
  const text = decodeUtf8(body, isBodyCut)
  const remark = isBodyCut ? { comment: `only the first ${body.length} bytes were read` } : {}
  return text === null ? { ...binary(body, redact), ...remark } : { text, ...remark }
}

/** Base64 would carry a secret unseen, so that bytes with one in them are shown as text. */
function binary(body: Uint8Array, redact: Redact): object {
  const text = decodeLossy(body)
  return redact(text) === text
    ? { text: Buffer.from(body).toString('base64'), encoding: 'base64' }
    : { text, comment: 'not UTF-8: shown as text, because a secret is redacted in it' }
}

/** True for a body in which no secret would be found: it is not decoded (hardening 1). */
export function isEncoded(answer: Answer): boolean {
  const encodings = headerValues(answer, 'content-encoding')
  return encodings.some((encoding) => !/^(identity)?$/i.test(encoding.trim()))
}
