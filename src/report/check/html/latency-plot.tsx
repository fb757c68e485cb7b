import type { JSX } from 'preact'
import { Breakable } from '../../html/breakable.tsx'
import { createLogScale, type LogScale } from '../../html/log-scale.ts'
import { Strip, StripAxis } from '../../html/strip.tsx'
import { duration, fineDuration } from '../../text/units.ts'
import { statusLatencies, type StatusLatency } from './latencies.ts'
import { markOf } from './marks.ts'
import type { SectionProps } from './summary.tsx'

/** Our clock for one exchange counts whole milliseconds, so that faster ones are not told apart. */
const LEAST_MS = 1

/** How long the answers to each status took, as a plot and in numbers: the table is both. */
export function LatencyPlot({ report }: Pick<SectionProps, 'report'>): JSX.Element {
  const latencies = statusLatencies(report)
  const times = latencies.flatMap(({ exchanges }) =>
    exchanges.map(({ outcome }) => outcome.timings.totalMs),
  )
  return (
    <section id="latency" class="panel" aria-labelledby="latency-title">
      <h2 id="latency-title">Latency by status</h2>
      {times.length === 0 ? (
        <p class="quiet">No notification was sent.</p>
      ) : (
        <LatencyTable latencies={latencies} scale={createLogScale(times, LEAST_MS)} />
      )}
    </section>
  )
}

interface TableProps {
  readonly latencies: readonly StatusLatency[]
  readonly scale: LogScale
}

function LatencyTable({ latencies, scale }: TableProps): JSX.Element {
  return (
    <table class="latency" role="table">
      <caption>
        Time to the whole answer of every plain notification of the run, by a logarithmic scale; the
        line across is the median.
      </caption>
      <thead role="rowgroup">
        <tr role="row">
          {['Status', 'Median', '95 %', 'Slowest', 'Answered'].map((head, index) => (
            <>
              <th scope="col" role="columnheader" class={index > 0 ? 'number' : undefined}>
                {head}
              </th>
              {index === 0 ? <td class="plot" role="cell" /> : null}
            </>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {latencies.map((latency) => (
          <LatencyRow latency={latency} scale={scale} />
        ))}
      </tbody>
      <tfoot aria-hidden="true">
        <tr>
          <td />
          <td class="plot">
            <StripAxis scale={scale} label={tickLabel} />
          </td>
          <td colSpan={4} />
        </tr>
      </tfoot>
    </table>
  )
}

function tickLabel(ms: number): string {
  return ms === LEAST_MS ? `≤ ${duration(ms)}` : duration(ms)
}

function LatencyRow({
  latency,
  scale,
}: {
  readonly latency: StatusLatency
  readonly scale: LogScale
}): JSX.Element {
  const { status, exchanges, medianMs, p95Ms, slowestMs } = latency
  const points = exchanges.map((exchange) => ({
    value: exchange.outcome.timings.totalMs,
    kind: markOf(exchange),
  }))
  const answered = exchanges.filter(({ outcome }) => outcome.kind === 'answer').length
  return (
    <tr role="row">
      <th scope="row" role="rowheader">
        <code>
          <Breakable text={status} />
        </code>
      </th>
      <td class="plot" role="cell">
        <Strip points={points} scale={scale} median={medianMs} />
      </td>
      <Time label="median" ms={medianMs} />
      <Time label="95 %" ms={p95Ms} />
      <Time label="slowest" ms={slowestMs} />
      <td class="number" role="cell" data-label="answered">
        {`${answered} of ${exchanges.length}`}
      </td>
    </tr>
  )
}

function Time({ label, ms }: { readonly label: string; readonly ms: number | null }): JSX.Element {
  return (
    <td class="number" role="cell" data-label={label}>
      {ms === null ? '–' : fineDuration(ms)}
    </td>
  )
}
