import type { LoadReport, StatusLoad } from '../../contract/load-report.ts'
import { inlineCode } from '../markdown/inline-code.ts'
import { renderSection } from '../markdown/section.ts'
import type { Redact } from '../redact-header.ts'
import { redactUrl } from '../redact-url.ts'
import { count, duration } from '../text/units.ts'
import {
  bareMs,
  latencyOrigin,
  inVendorOrder,
  loadVerdict,
  measuredText,
  modelClause,
  percent,
  perSecond,
  rate,
  rejectionsOf,
  withMs,
} from './figures.ts'

/** The run as Markdown for a CI job summary: the verdict, thresholds, latency by status, and why something was rejected. */
export function renderLoadMarkdown(report: LoadReport, redact: Redact): string {
  const code: Redact = (text) => inlineCode(redact(text))
  const blocks = [
    `## hookstep load: ${loadVerdict(report)}`,
    headline(report, inlineCode(redactUrl(report.url, redact)), code),
    assertionTable(report, code),
    statusTable(report, code),
    reasonTable(report),
    `${capitalised(latencyOrigin(report.model))}. Repeat the run with \`--seed ${report.seed}\`.`,
  ]
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`
}

function headline(report: LoadReport, url: string, code: Redact): string {
  const { acknowledged, rejected, durationMs, sessions, attempts, latency, model } = report
  const facts = `${acknowledged} of ${count(acknowledged + rejected, 'notification')} acknowledged, ${percent(rejected, acknowledged + rejected)} rejected`
  const pace = `${sessions.finished} of ${count(sessions.started, 'session')} done, ${modelClause(model)}, ${rate(perSecond(attempts, durationMs))} notifications/s, p50 ${withMs(latency.p50)}, p99 ${withMs(latency.p99)}`
  return `**${facts}** in ${duration(durationMs)}: ${pace}. POST ${url}, hookstep ${code(report.version)}`
}

function assertionTable({ assertions }: LoadReport, code: Redact): string {
  const rows = assertions.map((assertion) => [
    code(assertion.text),
    measuredText(assertion),
    assertion.isHeld ? 'held' : '**missed**',
  ])
  return renderSection('Thresholds', ['threshold', 'was', 'result'], rows)
}

const HEAD = ['status', 'count', 'p50', 'p90', 'p99', 'p99.9', 'max', 'rejected']

function statusTable({ byStatus, latency, rejected }: LoadReport, code: Redact): string {
  const rows = inVendorOrder(byStatus).map((row) => [code(row.onboardingStatus), ...figuresOf(row)])
  const all = ['all', ...figuresOf({ latency, rejected })]
  return renderSection('Latency by status, in ms', HEAD, rows.length === 0 ? [] : [...rows, all])
}

function figuresOf({ latency, rejected }: Pick<StatusLoad, 'latency' | 'rejected'>): string[] {
  const times = [latency.p50, latency.p90, latency.p99, latency.p999, latency.max]
  return [String(latency.count), ...times.map(bareMs), String(rejected)]
}

function reasonTable(report: LoadReport): string {
  const rows = rejectionsOf(report).map(({ reason, times, statuses, advice }) => [
    reason,
    statuses === '' ? String(times) : `${times}: ${statuses}`,
    advice,
  ])
  return renderSection('Rejected', ['reason', 'times', 'advice'], rows)
}

function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}
