import type { LoadReport } from '../../../contract/load-report.ts'
import { renderPage } from '../../html/render-page.tsx'
import type { Redact } from '../../redact-header.ts'
import { LOAD_STYLE } from './load-style.ts'
import { PercentilePlot } from './percentile-plot.tsx'
import { createShown } from './shown.ts'
import { StatusFigures } from './status-figures.tsx'
import { Summary } from './summary.tsx'
import { TimePlot } from './time-plot.tsx'

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
      <>
        <a class="skip" href="#statuses">
          To the figures
        </a>
        <header class="page-head">
          <h1>
            <span>hookstep load</span> <code>{url}</code>
          </h1>
          <nav aria-label="On this page">
            <a href="#summary">Summary</a>
            <a href="#time">Over time</a>
            <a href="#percentiles">By percentile</a>
            <a href="#statuses">By status</a>
          </nav>
        </header>
        <main>
          <Summary report={report} shown={shown} />
          <TimePlot report={report} />
          <PercentilePlot report={report} />
          <StatusFigures report={report} shown={shown} />
        </main>
        <footer>
          {`Made by hookstep ${report.version}. Nothing on this page loads or sends anything.`}
        </footer>
      </>
    ),
  })
}
