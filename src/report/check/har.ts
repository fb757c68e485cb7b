import type { CheckedRule, CheckReport } from '../../contract/check-report.ts'
import { answerStatus } from '../../contract/rules/describe-outcome.ts'
import type { CheckExchange } from '../../contract/rules/evidence.ts'
import type { HarRedaction } from '../har/har-headers.ts'
import { toHarRequest } from '../har/har-request.ts'
import { toHarResponse } from '../har/har-response.ts'
import { toHarTimings } from '../har/har-timings.ts'
import { toJsonDocument } from '../json/json-document.ts'
import type { Redact } from '../redact-header.ts'
import { distinctExchanges } from './distinct-exchanges.ts'
import { KEPT_CHARACTERS } from './kept-characters.ts'

/**
 * The run as HAR 1.2, for a browser's network panel: a page per rule that sent something, an entry per exchange,
 * in order of time. What several rules look at stands on the page of the first. Secret headers are cut even
 * where `redact` knows nothing.
 */
export function renderCheckHar(report: CheckReport, redact: Redact): string {
  const { version, results, secretHeaders } = report
  const entries = distinctExchanges(results)
  const owners = new Set(entries.map(([, [first]]) => first))
  const redaction = { secretHeaders, redact, mostCharacters: KEPT_CHARACTERS }
  const log = {
    version: '1.2',
    creator: { name: 'hookstep', version },
    pages: results.filter(({ rule }) => owners.has(rule.id)).map(toPage),
    entries: entries.map(([exchange, rules]) => toEntry(exchange, rules, redaction)),
  }
  return toJsonDocument({ log }, redact)
}

function toPage({ rule, exchanges }: CheckedRule): object {
  const startMs = Math.min(...exchanges.map(({ startedAt }) => startedAt.getTime()))
  return {
    startedDateTime: new Date(startMs).toISOString(),
    id: rule.id,
    title: `${rule.id} ${rule.title}`,
    pageTimings: { onContentLoad: -1, onLoad: -1 },
  }
}

function toEntry(
  exchange: CheckExchange,
  rules: readonly string[],
  redaction: HarRedaction,
): object {
  const { label, interviewId, onboardingStatus, outcome, request, startedAt, verdict } = exchange
  const httpVersion = request.framing === 'http-1.0' ? 'HTTP/1.0' : 'HTTP/1.1'
  return {
    pageref: rules[0],
    startedDateTime: startedAt.toISOString(),
    ...toHarTimings(outcome.timings),
    request: toHarRequest({ ...request, httpVersion }, redaction),
    response: toHarResponse(outcome, redaction),
    cache: {},
    comment: `${label}: ${answerStatus(exchange) ?? 'no answer'}`,
    _rules: rules,
    _interviewId: interviewId,
    _onboardingStatus: onboardingStatus,
    _framing: request.framing,
    _verdict: verdict.verdict,
    _reason: verdict.reason,
    _warnings: verdict.warnings,
  }
}
