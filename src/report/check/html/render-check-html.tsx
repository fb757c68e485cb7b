import type { CheckReport } from '../../../contract/check-report.ts'
import { renderPage } from '../../html/render-page.tsx'
import { ReportPage } from '../../html/report-page.tsx'
import type { Redact } from '../../redact-header.ts'
import { CHECK_STYLE } from './check-style.ts'
import { Findings } from './findings.tsx'
import { FlowPictures } from './flow-pictures.tsx'
import { LatencyPlot } from './latency-plot.tsx'
import { createShown } from './shown.ts'
import { Summary } from './summary.tsx'

const SECTIONS = [
  ['summary', 'Summary'],
  ['flows', 'Flows'],
  ['latency', 'Latency'],
  ['findings', 'Findings'],
] as const

/**
 * A run of `check` as one page of HTML that needs nothing beside itself: what came of it, how every flow was answered,
 * latency by status, and each finding with what was sent and answered. What came from outside is text and nothing else, and
 * without the secrets that `redact` knows.
 */
export function renderCheckHtml(report: CheckReport, redact: Redact): string {
  const shown = createShown(report, redact)
  const url = shown.url(report.url)
  const section = { report, shown }
  return renderPage({
    title: `hookstep check: ${url}`,
    style: CHECK_STYLE,
    body: (
      <ReportPage
        command="check"
        url={url}
        version={report.version}
        skip={['findings', 'To the findings']}
        sections={SECTIONS}
      >
        <Summary {...section} />
        <FlowPictures {...section} />
        <LatencyPlot report={report} />
        <Findings {...section} />
      </ReportPage>
    ),
  })
}
