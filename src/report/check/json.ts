import type { CheckedRule, CheckReport } from '../../contract/check-report.ts'
import type { HarRedaction } from '../har/har-headers.ts'
import { toJsonDocument } from '../json/json-document.ts'
import type { Redact } from '../redact-header.ts'
import { redactUrl } from '../redact-url.ts'
import {
  ALL_COUNT,
  verdictWord,
  weighFailures,
  type CountingFailures,
} from './counting-failures.ts'
import { exchangeRecord } from './exchange-record.ts'
import { KEPT_CHARACTERS } from './kept-characters.ts'

/** The run as one JSON document: every rule with its finding and what was sent for it. Fields may be added, none renamed. */
export function renderCheckJson(
  report: CheckReport,
  redact: Redact,
  counting: CountingFailures = ALL_COUNT,
): string {
  const { version, url, startedAt, durationMs, summary, results, secretHeaders } = report
  const redaction = { secretHeaders, redact, mostCharacters: KEPT_CHARACTERS }
  const excuses = weighFailures(report, counting)
  const document = {
    tool: 'hookstep',
    version,
    command: 'check',
    url: redactUrl(url, redact),
    startedAt: startedAt.toISOString(),
    durationMs,
    interrupted: report.isInterrupted,
    stoppedAfter: report.stoppedAfter,
    failOn: counting.failOn,
    verdict: verdictWord(report, counting),
    summary,
    results: results.map((each) => resultRecord(each, excuses.get(each) === null, redaction)),
  }
  return toJsonDocument(document, redact)
}

function resultRecord(
  { rule, finding, exchanges }: CheckedRule,
  isCounted: boolean,
  redaction: HarRedaction,
): object {
  const { result, message, advice, evidence } = finding
  return {
    rule,
    finding: { result, counted: isCounted, message, advice, evidence },
    exchanges: exchanges.map((exchange) => exchangeRecord(exchange, redaction)),
  }
}
