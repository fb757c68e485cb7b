import type { JSX } from 'preact'
import type { LoadReport } from '../../../contract/load-report.ts'
import { Fact, utc } from '../../html/fact.tsx'
import { Icon } from '../../html/mark.tsx'
import { SummaryPanel } from '../../html/summary-panel.tsx'
import { count, duration } from '../../text/units.ts'
import { describeModel, measuredText, perSecond, rate, rejectionsOf, withMs } from '../figures.ts'
import { loadHeadline } from './headline.ts'
import type { Shown } from './shown.ts'

export interface SectionProps {
  readonly report: LoadReport
  readonly shown: Shown
}

/** What came of the run: headline, facts, thresholds, and why something was rejected. */
export function Summary({ report, shown }: SectionProps): JSX.Element {
  return (
    <SummaryPanel headline={loadHeadline(report)}>
      <Reasons report={report} />
      <Thresholds report={report} shown={shown} />
      <Facts report={report} />
    </SummaryPanel>
  )
}

function Facts({ report }: Pick<SectionProps, 'report'>): JSX.Element {
  const { attempts, acknowledged, rejected, sessions, durationMs, latency, model } = report
  return (
    <dl class="facts">
      <Fact name="Notifications">{`${acknowledged} acknowledged, ${rejected} rejected`}</Fact>
      <Fact name="Sessions">{`${sessions.finished} of ${sessions.started} done`}</Fact>
      <Fact name="Rate">{`${rate(perSecond(attempts, durationMs))} notifications/s`}</Fact>
      <Fact name="Median, 99 %">{`${withMs(latency.p50)}, ${withMs(latency.p99)}`}</Fact>
      <Fact name="Slowest">{withMs(latency.max)}</Fact>
      <Fact name="Load">{describeModel(model)}</Fact>
      <Fact name="Workers">{report.workers}</Fact>
      <Fact name="Seed">{report.seed}</Fact>
      <Fact name="Started">
        <time dateTime={report.startedAt.toISOString()}>{utc(report.startedAt)}</time>
      </Fact>
      <Fact name="Took">{duration(durationMs)}</Fact>
      <Fact name="End">{report.isInterrupted ? 'interrupted' : 'complete'}</Fact>
      <Fact name="hookstep">{report.version}</Fact>
    </dl>
  )
}

function Thresholds({ report, shown }: SectionProps): JSX.Element | null {
  if (report.assertions.length === 0) return null
  return (
    <ul class="thresholds" aria-label="Thresholds">
      {report.assertions.map((assertion) => (
        <li>
          <Icon kind={assertion.isHeld ? 'good' : 'bad'} />
          <code>{shown.message(assertion.text)}</code>
          {` ${assertion.isHeld ? 'held' : 'missed'}: was ${measuredText(assertion)}`}
        </li>
      ))}
    </ul>
  )
}

function Reasons({ report }: Pick<SectionProps, 'report'>): JSX.Element | null {
  const rejections = rejectionsOf(report)
  if (rejections.length === 0) return null
  return (
    <ul class="reasons" aria-label="Why notifications were rejected">
      {rejections.map(({ reason, times, statuses, advice }) => (
        <li>
          <b>{reason}</b>
          {` ${count(times, 'time')}${statuses === '' ? '' : ` (${statuses})`}: ${advice}`}
        </li>
      ))}
    </ul>
  )
}
