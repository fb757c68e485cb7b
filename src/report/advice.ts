import type { Reason, WarningCode } from '../contract/acknowledgement.ts'
import { headerValues } from '../contract/acknowledgement.ts'
import { httpStatusOf, type Attempt } from '../contract/delivery.ts'
import type { ForwardResult } from '../contract/forward.ts'

/** Whatever has an answer, or a failure in its place. */
type Answered = Pick<Attempt, 'outcome'>

/** What stands behind a code, and what to do about it, in one line each. */
export interface Explanation {
  readonly what: string
  readonly advice: string
}

/** Explains why an attempt was rejected. Outside text in it is not yet harmless. */
export function explainRejection(answered: Answered, reason: Reason): Explanation {
  if (reason === 'WRONG_STATUS') return explainStatus(httpStatusOf(answered) ?? 0)
  return { what: whatHappened(answered, reason), advice: ADVICE[reason] }
}

/** Explains why a forward counts for nothing: `listen` has flags of its own, and the URL is nowhere on the line. */
export function explainForward(
  forward: Omit<ForwardResult, 'seq' | 'verdict'>,
  reason: Reason,
): Explanation {
  const explanation = explainRejection(forward, reason)
  const advice = reason === 'TIMEOUT' ? FORWARD_TIMEOUT : adviceOnForward(forward)
  return { ...explanation, advice: advice ?? explanation.advice }
}

/**
 * What to do about a reason where many answers over kept connections were counted by it, and none was kept:
 * `httpStatus` is the most frequent one of them, or 0.
 */
export function adviceOn(reason: Reason, httpStatus = 0): string {
  if (reason === 'RESET') return RESET_WHEN_KEPT
  return reason === 'WRONG_STATUS' ? explainStatus(httpStatus).advice : ADVICE[reason]
}

/** Explains a warning on an answer that was accepted. */
export function explainWarning(code: WarningCode): Explanation {
  return { what: WARNINGS[code], advice: WARNING_ADVICE[code] }
}

const ADVICE: Readonly<Record<Exclude<Reason, 'WRONG_STATUS'>, string>> = {
  REDIRECT: 'the vendor does not follow; give it the final URL',
  WRONG_MEDIA_TYPE: 'send Content-Type: application/json, or answer 204',
  BODY_TOO_LARGE: 'answer 204, or a short JSON body',
  TUNNEL_ANSWERED: 'the request never reached your app: is the tunnel up, and the URL its own?',
  TIMEOUT: 'answer first, work later; --timeout changes how long we wait',
  CONNECTION_REFUSED: 'is the app running, and on this port?',
  RESET: 'the app closed the connection without an answer; look at its log for a crash',
  DNS: 'check the host name',
  TLS: 'check certificate and host name; --insecure accepts what cannot be verified',
  UNREACHABLE: 'check address, route and firewall',
  PROTOCOL: 'the answer breaks HTTP; check Content-Length, chunking and proxies in between',
  BODY_NOT_JSON: 'send a JSON body such as {"success":true}, or answer 204',
  SUCCESS_FALSE: 'an accepted answer that says it failed; answer 500 to be called again',
  BODY_ENCODED: 'send the body without Content-Encoding; we did not ask for one',
  INTERRUPTED: 'it may have arrived all the same; look at the log of the app',
  QUEUE_FULL: 'the app was too slow for too long; the journal has it: hookstep replay',
  TOKEN: 'nothing was sent; check --oauth-url and that the authorization server is up',
}

const FORWARD_TIMEOUT = 'answer first, work later; --forward-timeout changes how long we wait'

/** Who keeps connections may also meet one that the app has just ended (decision 0009). */
const RESET_WHEN_KEPT =
  'the app closed connections in use: it crashed, or keeps idle ones for less than a second'

const WARNING_ADVICE: Readonly<Record<WarningCode, string>> = {
  BODY_NOT_JSON: ADVICE.BODY_NOT_JSON,
  SUCCESS_FALSE: ADVICE.SUCCESS_FALSE,
  BODY_ENCODED: ADVICE.BODY_ENCODED,
  RETRY_AFTER_IGNORED: 'the vendor keeps to its own delays, and so do we',
}

const WARNINGS: Readonly<Record<WarningCode, string>> = {
  RETRY_AFTER_IGNORED: 'the answer asks for another delay',
  BODY_NOT_JSON: 'the body is not JSON',
  SUCCESS_FALSE: 'the body says success: false',
  BODY_ENCODED: 'the body is encoded',
}

function whatHappened({ outcome }: Answered, reason: Reason): string {
  if (outcome.kind === 'failure') return outcome.failure.detail
  if (reason === 'REDIRECT') {
    const [location = 'nowhere'] = headerValues(outcome.answer, 'location')
    return `${outcome.answer.httpStatus} to ${location}`
  }
  if (reason === 'WRONG_MEDIA_TYPE') {
    const types = headerValues(outcome.answer, 'content-type')
    return types.length === 0 ? '200 without a Content-Type' : `200 with ${types.join(' and ')}`
  }
  if (reason === 'BODY_TOO_LARGE') return 'the body is longer than 1 MiB'
  if (reason === 'TUNNEL_ANSWERED') return 'this answer is the tunnel relay’s own'
  if (reason === 'PROTOCOL') return `${outcome.answer.httpStatus} is not an HTTP status`
  return WARNINGS[reason as WarningCode]
}

function explainStatus(httpStatus: number): Explanation {
  const what = `${httpStatus} is neither 204 nor 200`
  const advice = STATUS_ADVICE.find(({ statuses }) => statuses.includes(httpStatus))?.advice
  return { what, advice: advice ?? adviceByClass(httpStatus) }
}

const STATUS_ADVICE: readonly { readonly statuses: readonly number[]; readonly advice: string }[] =
  [
    {
      statuses: [400, 422],
      advice: 'the app refused the body; hookstep fixtures show has its form',
    },
    {
      statuses: [401],
      advice: 'the app wants credentials: --token, or -H for a header of its own',
    },
    { statuses: [403], advice: 'the app refused the credentials; check --token and -H' },
    { statuses: [404, 410], advice: 'nothing is served at this path; check the URL' },
    { statuses: [405], advice: 'this path takes no POST; check the URL and the route' },
    { statuses: [413], advice: 'the app allows no body of this size; raise its limit' },
    { statuses: [415], advice: 'the app takes no application/json; check its body parser' },
    { statuses: [429], advice: 'the app limits the rate; let notifications through' },
    { statuses: [502, 503, 504], advice: 'what stands before the app cannot reach it; is it up?' },
  ]

/** For the statuses whose own advice names no URL, or flags that `listen` has not. */
function adviceOnForward({
  url,
  outcome,
}: Pick<ForwardResult, 'url' | 'outcome'>): string | undefined {
  const httpStatus = httpStatusOf({ outcome })
  if (httpStatus === 404 || httpStatus === 410) {
    return `nothing is served at ${url}; check --forward-to`
  }
  if (httpStatus === 405) return `${url} takes no POST; check --forward-to and the route`
  if (httpStatus === 401) return 'the app wants credentials: -H adds a header to what is passed on'
  return httpStatus === 403
    ? 'the app refused the credentials; check those of the sender, and -H'
    : undefined
}

function adviceByClass(httpStatus: number): string {
  if (httpStatus >= 500) return 'the app failed; look at its log'
  return 'only 204, or 200 with application/json, counts; answer 204'
}
