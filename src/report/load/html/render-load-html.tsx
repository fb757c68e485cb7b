import type { LoadReport } from '../../../contract/load-report.ts'
import { renderPage } from '../../html/render-page.tsx'
import { ReportPage } from '../../html/report-page.tsx'
import type { Redact } from '../../redact-header.ts'
import { LOAD_STYLE } from './load-style.ts'
import { PercentilePlot } from './percentile-plot.tsx'
import { createShown } from './shown.ts'
import { StatusFigures } from './status-figures.tsx'
import { Summary } from './summary.tsx'
import { TimePlot } from './time-plot.tsx'

const SECTIONS = [
  ['summary', 'Summary'],
  ['time', 'Over time'],
  ['percentiles', 'By percentile'],
  ['statuses', 'By status'],
] as const

/**
 * A run of `load` as one page of HTML that needs nothing beside itself: what came of it, latency over time, by percentile
 * and by status. What came from outside is text and nothing else, and without the secrets that `redact` knows.
 */
export function renderLoadHtml(report: LoadReport, redact: Redact): string {
  const shown = createShown(redact)
  const url = shown.url(report.url)
  return renderPage({
    title: `hookstep load: ${url}`,
    style: LOAD_STYLE,
    body: (
      <ReportPage
        command="load"
        url={url}
        version={report.version}
        skip={['statuses', 'To the figures']}
        sections={SECTIONS}
      >
        <Summary report={report} shown={shown} />
        <TimePlot report={report} />
        <PercentilePlot report={report} />
        <StatusFigures report={report} shown={shown} />
      </ReportPage>
    ),
  })
}
