import { headerValues, type Answer, type Failure } from '../../contract/acknowledgement.ts'
import type { Outcome } from '../../contract/delivery.ts'
import { redactUrl } from '../redact-url.ts'
import { firstValue, toHarHeaders, type HarRedaction } from './har-headers.ts'
import { keepBody, type KeptBody } from './kept-body.ts'

const UNKNOWN_TYPE = 'x-unknown'

/** What one exchange brought as HAR tells it; a failure is a response of status 0 with `_error`. */
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
    content: { size: answer.body.length, mimeType, ...contentOf(answer, redaction) },
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

/** The body of an answer as HAR tells it: text, or base64; nothing of an encoded one. */
export function contentOf(answer: Answer, redaction: HarRedaction): KeptBody {
  const { body, isBodyCut } = answer
  if (isEncoded(answer)) return { comment: 'left out: nothing can be redacted in an encoded body' }
  const remark = isBodyCut ? { comment: `only the first ${body.length} bytes were read` } : {}
  return { ...remark, ...keepBody(body, redaction, isBodyCut) }
}

/** True for a body in which no secret would be found: it is not decoded (hardening 1). */
export function isEncoded(answer: Answer): boolean {
  const encodings = headerValues(answer, 'content-encoding')
  return encodings.some((encoding) => !/^(identity)?$/i.test(encoding.trim()))
}
