import type { Answer } from '../../contract/acknowledgement.ts'
import type { HeaderPair } from '../../contract/received.ts'
import { answerStatus } from '../../contract/rules/describe-outcome.ts'
import type { CheckExchange } from '../../contract/rules/evidence.ts'
import type { HarRedaction } from '../har/har-headers.ts'
import { contentOf } from '../har/har-response.ts'
import { keepBody } from '../har/kept-body.ts'
import { redactHeader } from '../redact-header.ts'
import { redactUrl } from '../redact-url.ts'

/** One exchange as the JSON report tells it: what was sent, what came back, and the verdict by the vendor's rule. */
export function exchangeRecord(exchange: CheckExchange, redaction: HarRedaction): object {
  const { label, interviewId, onboardingStatus, outcome, startedAt, verdict, observed } = exchange
  const isAnswer = outcome.kind === 'answer'
  return {
    label,
    interviewId,
    onboardingStatus,
    startedAt: startedAt.toISOString(),
    httpStatus: answerStatus(exchange),
    verdict: verdict.verdict,
    reason: verdict.reason,
    warnings: verdict.warnings,
    detail: isAnswer ? null : outcome.failure.detail,
    timings: outcome.timings,
    answeredEarly: observed.isAnsweredEarly ?? null,
    reused: observed.isReused ?? null,
    request: requestRecord(exchange, redaction),
    response: isAnswer ? responseRecord(outcome.answer, redaction) : null,
  }
}

function requestRecord({ request }: CheckExchange, redaction: HarRedaction): object {
  const { method, url, headers, body, framing } = request
  return {
    method,
    url: redactUrl(url, redaction.redact),
    framing,
    headers: headerPairs(headers, redaction),
    sizeBytes: body.length,
    body: keepBody(body, redaction),
  }
}

function responseRecord(answer: Answer, redaction: HarRedaction): object {
  return {
    httpStatus: answer.httpStatus,
    headers: headerPairs(answer.headers, redaction),
    sizeBytes: answer.body.length,
    cut: answer.isBodyCut,
    body: contentOf(answer, redaction),
  }
}

/** As sent: order, case and repeats kept, the values of secret ones cut. */
function headerPairs(
  headers: readonly HeaderPair[],
  { secretHeaders, redact }: HarRedaction,
): string[][] {
  return headers.map(([name, value]) => [name, redactHeader(name, value, secretHeaders, redact)])
}
