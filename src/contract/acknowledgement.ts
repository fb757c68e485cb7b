/**
 * The acknowledgement rule (vendor-facts 3): accepted are 204, or 200 with the media type
 * `application/json`; anything else is a rejection with a coded reason. Codes only: the words for
 * people are in `report/advice.ts`.
 */

/** Why no answer came: the codes that an exchange can fail with. */
export type FailureCode =
  | 'TIMEOUT'
  | 'CONNECTION_REFUSED'
  | 'RESET'
  | 'DNS'
  | 'TLS'
  | 'UNREACHABLE'
  | 'PROTOCOL'
  /** No access token could be had, so that nothing was sent. */
  | 'TOKEN'
  /** The run ended before an answer came; the notification may have arrived. */
  | 'INTERRUPTED'
  /** Too much waited already to be passed on, so that nothing was sent. */
  | 'QUEUE_FULL'

/** Why an answer is not an acknowledgement. */
export type AnswerReason =
  | 'WRONG_STATUS'
  | 'REDIRECT'
  | 'WRONG_MEDIA_TYPE'
  | 'BODY_TOO_LARGE'
  | 'TUNNEL_ANSWERED'

/** What is accepted, and worth a remark. With `strict` it is a reason for rejection. */
export type BodyWarning = 'BODY_NOT_JSON' | 'SUCCESS_FALSE' | 'BODY_ENCODED'

/** `RETRY_AFTER_IGNORED`: the answer asks for a delay, and the vendor keeps to its own. */
export type WarningCode = BodyWarning | 'RETRY_AFTER_IGNORED'

export type Reason = FailureCode | AnswerReason | BodyWarning

/** One HTTP answer as it came from the wire. */
export interface Answer {
  readonly httpStatus: number
  /** Name and value pairs as sent: order, case and repeats kept. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  /** The body, undecoded, up to the reader's limit. */
  readonly body: Uint8Array
  /** True when the body went on past that limit. */
  readonly isBodyCut: boolean
}

/** No answer: what went wrong, and the transport's own words for it. */
export interface Failure {
  readonly code: FailureCode
  readonly detail: string
}

export type Verdict =
  | { readonly verdict: 'acknowledged'; readonly reason: null; readonly warnings: WarningCode[] }
  | { readonly verdict: 'rejected'; readonly reason: Reason; readonly warnings: WarningCode[] }

export interface JudgeOptions {
  /** Makes a warning on a 200 a rejection. The vendor does not ask for it. @default false */
  readonly strict?: boolean
}

/** Judges one answer by the vendor's rule. Never throws: a bad answer is a verdict. */
export function judgeAnswer(answer: Answer, options: JudgeOptions = {}): Verdict {
  const reason = rejectionReason(answer)
  if (reason !== null) return { verdict: 'rejected', reason, warnings: retryAfterWarning(answer) }
  const warnings = answer.httpStatus === 200 ? bodyWarnings(answer) : []
  const [first] = warnings
  return options.strict === true && first !== undefined
    ? { verdict: 'rejected', reason: first, warnings }
    : { verdict: 'acknowledged', reason: null, warnings }
}

/** The verdict on an attempt that got no answer: the vendor tries again (vendor-facts 3). */
export function judgeFailure(failure: Failure): Verdict {
  return { verdict: 'rejected', reason: failure.code, warnings: [] }
}

/** All values of a header, by its name in any case. */
export function headerValues(answer: Pick<Answer, 'headers'>, name: string): string[] {
  return answer.headers.filter(([key]) => key.toLowerCase() === name).map(([, value]) => value)
}

/** No source says that the vendor heeds `Retry-After`; its own delays win (hardening S10). */
function retryAfterWarning(answer: Answer): WarningCode[] {
  return headerValues(answer, 'retry-after').length > 0 ? ['RETRY_AFTER_IGNORED'] : []
}

/** The statuses that send a client elsewhere (RFC 9110, 15.4); 300 and 304 do not. */
const REDIRECTS = [301, 302, 303, 307, 308]

function rejectionReason(answer: Answer): AnswerReason | 'PROTOCOL' | null {
  if (answer.httpStatus < 200 || answer.httpStatus > 599) return 'PROTOCOL'
  if (isTunnelAnswer(answer)) return 'TUNNEL_ANSWERED'
  if (REDIRECTS.includes(answer.httpStatus)) return 'REDIRECT'
  if (answer.httpStatus === 204) return null
  if (answer.httpStatus !== 200) return 'WRONG_STATUS'
  if (!isJsonMediaType(headerValues(answer, 'content-type'))) return 'WRONG_MEDIA_TYPE'
  return answer.isBodyCut ? 'BODY_TOO_LARGE' : null
}

/** Exactly one Content-Type, of `application/json`; parameters such as a charset are allowed. */
function isJsonMediaType(contentTypes: readonly string[]): boolean {
  const [first, ...others] = contentTypes
  if (first === undefined || others.length > 0) return false
  return /^application\/json\s*(;.*)?$/i.test(first.trim())
}

function bodyWarnings(answer: Answer): BodyWarning[] {
  const encodings = headerValues(answer, 'content-encoding')
  if (encodings.some((encoding) => encoding.trim().toLowerCase() !== 'identity')) {
    return ['BODY_ENCODED']
  }
  const body = parseJson(answer.body)
  if (body === undefined) return ['BODY_NOT_JSON']
  const success = isObject(body) ? body['success'] : undefined
  return success === false || success === 'false' ? ['SUCCESS_FALSE'] : []
}

const REGISTRATION_FIELDS = ['id', 'port', 'max_conn_count', 'url']

/**
 * True for an answer that a localtunnel relay gave by itself, and not the app behind it: its registration answer, which is a
 * 200 with JSON, or its reminder page (hardening 1, "more of localtunnel").
 */
export function isTunnelAnswer(answer: Answer): boolean {
  if (answer.httpStatus !== 200 && answer.httpStatus < 400) return false
  const [type = ''] = headerValues(answer, 'content-type')
  if (answer.httpStatus === 200 && /json/i.test(type)) return isRegistration(answer.body)
  return answer.httpStatus >= 400 && /html/i.test(type) && isReminderPage(answer.body)
}

function isRegistration(bytes: Uint8Array): boolean {
  const body = parseJson(bytes)
  return isObject(body) && REGISTRATION_FIELDS.every((field) => Object.hasOwn(body, field))
}

/** True for the page that a public localtunnel relay shows to browsers instead of the tunnel (hardening T10). */
export function isReminderPage(bytes: Uint8Array): boolean {
  return /bypass-tunnel-reminder|loca\.lt/i.test(new TextDecoder().decode(bytes))
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown
  } catch {
    return undefined
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
