import type { LoadReport } from '../../contract/load-report.ts'
import { toJsonDocument } from '../json/json-document.ts'
import type { Redact } from '../redact-header.ts'
import { redactUrl } from '../redact-url.ts'
import { loadVerdict, perSecond } from './figures.ts'

/** The run as one JSON document, with its course and the curve of its latencies. Fields may be added, none renamed. */
export function renderLoadJson(report: LoadReport, redact: Redact): string {
  const { version, slices, percentiles } = report
  const document = {
    tool: 'hookstep',
    version,
    command: 'load',
    ...loadFigures(report, redact),
    slices,
    percentiles: percentiles.map(([percentile, ms]) => ({ percentile, ms })),
  }
  return toJsonDocument(document, redact)
}

/** All that a run came to but its course; times in milliseconds. */
export function loadFigures(report: LoadReport, redact: Redact): object {
  const { url, startedAt, durationMs, model, seed, workers, sessions, attempts } = report
  return {
    url: redactUrl(url, redact),
    startedAt: startedAt.toISOString(),
    durationMs: Math.round(durationMs),
    verdict: loadVerdict(report),
    interrupted: report.isInterrupted,
    model,
    seed,
    workers,
    sessions,
    attempts,
    acknowledged: report.acknowledged,
    rejected: report.rejected,
    reasons: report.reasons,
    wrongStatuses: report.wrongStatuses,
    attemptsPerSecond: Number(perSecond(attempts, durationMs).toFixed(1)),
    sessionsPerSecond: Number(perSecond(sessions.finished, durationMs).toFixed(1)),
    unanswered: report.unanswered ?? 0,
    warmup: report.warmup ?? null,
    startLateness: report.startLateness ?? null,
    latency: report.latency,
    byStatus: report.byStatus,
    assertions: report.assertions.map(({ text, actual, isHeld }) => ({
      text,
      actual,
      held: isHeld,
    })),
  }
}
