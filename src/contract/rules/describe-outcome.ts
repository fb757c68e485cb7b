import { headerValues, isTunnelAnswer, type FailureCode } from '../acknowledgement.ts'
import type { CheckExchange } from './evidence.ts'

const FAILURES: Readonly<Record<FailureCode, string>> = {
  TIMEOUT: 'no answer in time',
  CONNECTION_REFUSED: 'the connection was refused',
  RESET: 'the connection was closed without an answer',
  DNS: 'the host name has no address',
  TLS: 'no TLS connection came about',
  UNREACHABLE: 'the address cannot be reached',
  PROTOCOL: 'the answer breaks HTTP',
  TOKEN: 'no access token could be had',
  INTERRUPTED: 'the run ended before the answer',
  QUEUE_FULL: 'too much waited already',
}

/** What came back, in a few words: `200 with text/html`, `302 to /login`, `no answer in time`. */
export function describeOutcome({ outcome }: Pick<CheckExchange, 'outcome'>): string {
  if (outcome.kind === 'failure') return FAILURES[outcome.failure.code]
  const { answer } = outcome
  if (isTunnelAnswer(answer))
    return `${answer.httpStatus} from the tunnel relay itself, not the app`
  const [location] = headerValues(answer, 'location')
  if (location !== undefined) return `${answer.httpStatus} to ${location}`
  if (answer.httpStatus !== 200) return String(answer.httpStatus)
  if (answer.isBodyCut) return '200 with a body of more than 1 MiB'
  const types = headerValues(answer, 'content-type')
  return types.length === 0 ? '200 without a Content-Type' : `200 with ${types.join(' and ')}`
}

/** The status of the answer, or null where none came. */
export function answerStatus({ outcome }: Pick<CheckExchange, 'outcome'>): number | null {
  return outcome.kind === 'answer' ? outcome.answer.httpStatus : null
}

/** `3 of 12: EXPIRED got 500`: how many of the exchanges are meant, and the first of them. */
export function describeFirst(
  found: readonly CheckExchange[],
  all: readonly CheckExchange[],
): string {
  const first = found[0] as CheckExchange
  const share = all.length === 1 ? '' : `${found.length} of ${all.length}: `
  return `${share}${first.label}: ${describeOutcome(first)}`
}
