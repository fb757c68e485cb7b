import type { JSX } from 'preact'
import type { LoadReport } from '../../../contract/load-report.ts'
import { LinePlot } from '../../html/line-plot.tsx'
import { latencyOrigin, withMs } from '../figures.ts'
import { msScale, percentileScale } from './scales.ts'

/** How many were as fast as what: the curve of all latencies, the slow end drawn wide. */
export function PercentilePlot({ report }: { readonly report: LoadReport }): JSX.Element {
  const { percentiles, model } = report
  return (
    <section id="percentiles" class="panel" aria-labelledby="percentiles-title">
      <h2 id="percentiles-title">Latency by percentile</h2>
      {percentiles.length === 0 ? (
        <p class="quiet">Nothing was measured.</p>
      ) : (
        <>
          <p class="quiet">
            {`So many of the notifications were answered within so long; ${latencyOrigin(model)}.`}
          </p>
          <Curve report={report} />
        </>
      )}
    </section>
  )
}

function Curve({ report }: { readonly report: LoadReport }): JSX.Element {
  const { percentiles, latency } = report
  const across = percentileScale(percentiles.map(([percentile]) => percentile))
  const up = msScale(percentiles.map(([, ms]) => ms))
  const points = percentiles.map(
    ([percentile, ms]) => [across.percentOf(percentile), up.percentOf(ms)] as const,
  )
  return (
    <LinePlot
      label={`Latency by percentile: 50 % within ${withMs(latency.p50)}, 90 % within ${withMs(latency.p90)}, 99 % within ${withMs(latency.p99)}, 99.9 % within ${withMs(latency.p999)}, all within ${withMs(latency.max)}`}
      series={[{ number: 1, points }]}
      xTicks={across.ticks}
      yTicks={up.ticks}
    />
  )
}
