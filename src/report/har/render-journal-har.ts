import type { RecordedExchange } from '../../journal/collect-exchanges.ts'
import type { RequestRecord } from '../../journal/record.ts'
import { toJsonLine } from '../harmless.ts'
import { absoluteUrl } from '../journal/absolute-url.ts'
import { cameWithoutBody } from '../journal/came-without-body.ts'
import { isHashed } from '../journal/hashed.ts'
import { toListed } from '../journal/listed-request.ts'
import { redactHeader, type Redact } from '../redact-header.ts'
import { redactUrl } from '../redact-url.ts'
import { firstValue, type HarHeader } from './har-headers.ts'
import { queryOf } from './har-request.ts'
import { decodeLossy, decodeUtf8 } from './har-text.ts'

export interface JournalHarOptions {
  /** hookstep's own version. */
  readonly version: string
  readonly redact: Redact
}

/** When a session's first request came. */
interface Page {
  readonly id: string
  readonly interviewId: string
  readonly startedAt: Date
}

/**
 * Recorded requests as HAR 1.2, the receiver's view, in parts that make one document: an entry per
 * request and a page per session. Only the sessions are kept in memory.
 */
export async function* renderJournalHar(
  exchanges: AsyncIterable<RecordedExchange>,
  { version, redact }: JournalHarOptions,
): AsyncGenerator<string> {
  const pages = new Map<string, Page>()
  const json = (value: object): string => toJsonLine(value, redact).trimEnd()
  const creator = { name: 'hookstep', version }
  yield `{"log":{"version":"1.2","creator":${json(creator)},"entries":[`
  let separator = '\n'
  for await (const exchange of exchanges) {
    const page = pageOf(exchange.request, pages)
    yield separator + json(toEntry(exchange, page, redact))
    separator = ',\n'
  }
  yield '\n],"pages":['
  separator = '\n'
  for (const page of pages.values()) {
    yield separator + json(toPage(page))
    separator = ',\n'
  }
  yield '\n]}}\n'
}

/** The page of the request's session; null where it belongs to none. */
function pageOf({ verdict, receivedAt }: RequestRecord, pages: Map<string, Page>): Page | null {
  if (verdict.kind === 'refused') return null
  const { interviewId } = verdict
  const known = pages.get(interviewId)
  if (known !== undefined) return known
  const page = { id: `session-${pages.size + 1}`, interviewId, startedAt: receivedAt }
  pages.set(interviewId, page)
  return page
}

function toPage({ id, interviewId, startedAt }: Page): object {
  const pageTimings = { onContentLoad: -1, onLoad: -1 }
  return { startedDateTime: startedAt.toISOString(), id, title: interviewId, pageTimings }
}

function toEntry(exchange: RecordedExchange, page: Page | null, redact: Redact): object {
  const { request } = exchange
  const { verdict, httpStatus, isDelivered, forward } = toListed(exchange, [])
  const what = verdict.kind === 'refused' ? verdict.code : verdict.onboardingStatus
  return {
    ...(page === null ? {} : { pageref: page.id }),
    startedDateTime: request.receivedAt.toISOString(),
    time: 0,
    request: toRequest(request, redact),
    response: toResponse(httpStatus, isDelivered),
    cache: {},
    timings: {
      send: 0,
      wait: 0,
      receive: 0,
      comment: 'the journal does not keep how long it took',
    },
    comment: `#${request.seq} ${what}`,
    _seq: request.seq,
    _verdict: verdict,
    _forward: forward,
  }
}

function toRequest(request: RequestRecord, redact: Redact): object {
  const { method, path, httpVersion, sizeBytes, body } = request
  const url = redactUrl(absoluteUrl(request), redact)
  const headers = toHeaders(request, redact)
  return {
    method,
    url,
    httpVersion: `HTTP/${httpVersion}`,
    cookies: [],
    headers,
    queryString: queryOf(url),
    ...postDataOf(body, firstValue(headers, 'content-type') ?? '', redact),
    headersSize: -1,
    bodySize: sizeBytes,
    ...(body === null && !cameWithoutBody(request) ? { comment: 'the body was not kept' } : {}),
    _target: path,
  }
}

/** The hash that a journal keeps in the place of a secret tells two secrets apart: it stays whole. */
function toHeaders({ rawHeaders }: RequestRecord, redact: Redact): HarHeader[] {
  return rawHeaders.map(([name, value]) => ({
    name,
    value: isHashed(value) ? value : redactHeader(name, value, [], redact),
  }))
}

function postDataOf(body: Uint8Array | null, mimeType: string, redact: Redact): object {
  if (body === null || body.length === 0) return {}
  const text = decodeUtf8(body)
  return { postData: text === null ? binary(body, mimeType, redact) : { mimeType, text } }
}

/** Base64 would carry a secret unseen, so that bytes with one in them are shown as text. */
function binary(body: Uint8Array, mimeType: string, redact: Redact): object {
  const text = decodeLossy(body)
  if (redact(text) !== text) {
    return {
      mimeType,
      text,
      comment: 'not UTF-8: shown as text, because a secret is redacted in it',
    }
  }
  const base64 = Buffer.from(body).toString('base64')
  return { mimeType, text: base64, comment: 'not UTF-8: base64', _encoding: 'base64' }
}

function toResponse(httpStatus: number | null, isDelivered: boolean): object {
  return {
    status: httpStatus ?? 0,
    statusText: '',
    httpVersion: 'HTTP/1.1',
    cookies: [],
    headers: [],
    content: { size: 0, mimeType: 'x-unknown', comment: 'the journal does not keep our answer' },
    redirectURL: '',
    headersSize: -1,
    bodySize: -1,
    ...(isDelivered ? {} : { _error: 'the sender was gone before our answer' }),
  }
}
