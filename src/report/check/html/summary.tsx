import type { JSX } from 'preact'
import type { CheckReport, CheckSummary } from '../../../contract/check-report.ts'
import { Fact, utc } from '../../html/fact.tsx'
import { Icon, type MarkKind } from '../../html/mark.tsx'
import { SummaryPanel } from '../../html/summary-panel.tsx'
import { duration } from '../../text/units.ts'
import { distinctExchanges } from '../distinct-exchanges.ts'
import { headlineOf } from './headline.ts'
import { RESULTS } from './marks.ts'
import type { Shown } from './shown.ts'

export interface SectionProps {
  readonly report: CheckReport
  readonly shown: Shown
}

/** What came of the run: headline, score, counts, and the failures with a link to each. */
export function Summary({ report, shown }: SectionProps): JSX.Element {
  const headline = headlineOf(report)
  return (
    <SummaryPanel headline={headline}>
      <div class="summary-grid">
        <Score score={report.summary.score} mark={headline.mark} />
        <Counts summary={report.summary} />
        <Facts report={report} />
      </div>
      <Failures report={report} shown={shown} />
    </SummaryPanel>
  )
}

interface ScoreProps {
  readonly score: number | null
  /** That of the headline: the two say one thing. */
  readonly mark: MarkKind
}

function Score({ score, mark }: ScoreProps): JSX.Element {
  const length = score ?? 0
  return (
    <div class="score">
      <svg width="132" height="132" viewBox="0 0 132 132" aria-hidden="true">
        <circle class="ring" cx="66" cy="66" r="56" />
        {length === 0 ? null : (
          <circle
            class={`ring-filled ring-${mark}`}
            cx="66"
            cy="66"
            r="56"
            pathLength="100"
            stroke-dasharray={`${length} 100`}
            transform="rotate(-90 66 66)"
          />
        )}
      </svg>
      <p>
        <span class="unseen">Score: </span>
        <b>{score ?? '–'}</b>
        <span class="of">{score === null ? 'no score' : 'of 100'}</span>
      </p>
    </div>
  )
}

function Counts({ summary }: { readonly summary: CheckSummary }): JSX.Element {
  return (
    <ul class="counts">
      {RESULTS.map(({ result, label, mark }) => (
        <li>
          <Icon kind={mark} />
          <b>{summary[result]}</b>
          {` ${label.toLowerCase()}`}
        </li>
      ))}
    </ul>
  )
}

function Facts({ report }: { readonly report: CheckReport }): JSX.Element {
  const { required, recommended, information } = report.summary.failed
  const failures = [`${required} required`, `${recommended} recommended`]
  return (
    <dl class="facts">
      <Fact name="Failures">
        {[...failures, ...(information > 0 ? [`${information} information`] : [])].join(', ')}
      </Fact>
      <Fact name="Rules">{report.results.length}</Fact>
      <Fact name="Exchanges">{distinctExchanges(report.results).length}</Fact>
      <Fact name="Started">
        <time dateTime={report.startedAt.toISOString()}>{utc(report.startedAt)}</time>
      </Fact>
      <Fact name="Took">{duration(report.durationMs)}</Fact>
      <Fact name="End">{endOf(report)}</Fact>
      <Fact name="hookstep">{report.version}</Fact>
    </dl>
  )
}

function endOf({ isInterrupted, stoppedAfter }: CheckReport): string {
  if (stoppedAfter !== null) return `stopped after ${stoppedAfter}: the endpoint did not come back`
  return isInterrupted ? 'interrupted' : 'complete'
}

/** The most failures that are listed before the list itself. */
const MOST_LISTED = 12

function Failures({ report, shown }: SectionProps): JSX.Element | null {
  const failed = report.results.filter(({ finding }) => finding.result === 'fail')
  if (failed.length === 0) return null
  const hidden = failed.length - MOST_LISTED
  return (
    <div class="failures">
      <h3>What failed</h3>
      <ul>
        {failed.slice(0, MOST_LISTED).map(({ rule, finding }) => (
          <li>
            <a href={`#${rule.id}`}>{rule.id}</a> <span>{shown.message(finding.message)}</span>
          </li>
        ))}
        {hidden > 0 ? <li>{`and ${hidden} more, below`}</li> : null}
      </ul>
    </div>
  )
}
