import type { JSX } from 'preact'
import type { LoadReport, LoadSlice } from '../../../contract/load-report.ts'
import { BandKey, LinePlot, PlotBand, PlotKey, type PlotSeries } from '../../html/line-plot.tsx'
import { duration } from '../../text/units.ts'
import { bareMs, perSecond, rate, withMs } from '../figures.ts'
import { FiguresTable } from './figures-table.tsx'
import { msScale, secondTicks } from './scales.ts'

/** How the latency went with the time, as a plot and in numbers. */
export function TimePlot({ report }: { readonly report: LoadReport }): JSX.Element {
  const { slices } = report
  const isEmpty = slices.every(({ p50 }) => p50 === null)
  return (
    <section id="time" class="panel" aria-labelledby="time-title">
      <h2 id="time-title">Latency over time</h2>
      {isEmpty ? (
        <p class="quiet">Nothing was measured.</p>
      ) : (
        <>
          <ul class="plot-legend" aria-label="Lines">
            <li>
              <PlotKey number={1} />
              median
            </li>
            <li>
              <PlotKey number={2} />
              99 %
            </li>
            <li>
              <BandKey />
              something was rejected
            </li>
          </ul>
          <Lines slices={slices} />
          <Course slices={slices} />
        </>
      )}
    </section>
  )
}

interface SlicesProps {
  readonly slices: readonly LoadSlice[]
}

function Lines({ slices }: SlicesProps): JSX.Element {
  const endMs = Math.max(1, ...slices.map(({ fromMs, lengthMs }) => fromMs + lengthMs))
  const scale = msScale(slices.flatMap(({ p50, p99 }) => [p50, p99]))
  const percentAt = ({ fromMs, lengthMs }: LoadSlice): number =>
    (100 * (fromMs + lengthMs / 2)) / endMs
  const line = (number: 1 | 2, of: 'p50' | 'p99'): PlotSeries => ({
    number,
    points: slices.map((slice) => {
      const ms = slice[of]
      return [percentAt(slice), ms === null ? null : scale.percentOf(ms)]
    }),
  })
  return (
    <LinePlot
      label={inWords(slices, endMs)}
      series={[line(1, 'p50'), line(2, 'p99')]}
      xTicks={secondTicks(endMs)}
      yTicks={scale.ticks}
    >
      {slices
        .filter(({ rejected }) => rejected > 0)
        .map((slice) => (
          <PlotBand
            from={(100 * slice.fromMs) / endMs}
            to={(100 * (slice.fromMs + slice.lengthMs)) / endMs}
            title={`${duration(slice.fromMs)}: ${slice.rejected} rejected`}
          />
        ))}
    </LinePlot>
  )
}

function inWords(slices: readonly LoadSlice[], endMs: number): string {
  const worst = slices.reduce((a, b) => ((b.p99 ?? -1) > (a.p99 ?? -1) ? b : a))
  return `Median and 99 % of the latency over ${duration(endMs)}; the highest 99 % is ${withMs(worst.p99)}, from ${duration(worst.fromMs)} on`
}

const HEAD = ['From', 'Notifications/s', 'Median ms', '99 % ms', 'In flight', 'Rejected']

function Course({ slices }: SlicesProps): JSX.Element {
  return (
    <details class="course">
      <summary>In numbers</summary>
      <FiguresTable
        head={HEAD}
        rows={slices.map((slice) => [duration(slice.fromMs), courseCells(slice)])}
      />
    </details>
  )
}

function courseCells(slice: LoadSlice): string[] {
  const { attempts, lengthMs, p50, p99, inFlight, rejected } = slice
  return [
    rate(perSecond(attempts, lengthMs)),
    bareMs(p50),
    bareMs(p99),
    String(inFlight),
    String(rejected),
  ]
}
