import type { LoadReport } from '../../contract/load-report.ts'

const HEAD = '       Value     Percentile TotalCount 1/(1-Percentile)\n\n'

/**
 * The curve of latencies in the percentile format of HdrHistogram, as wrk2 and its plotters have it: milliseconds, the
 * share from 0 to 1, how many were as fast, and the reciprocal of the rest.
 */
export function renderLoadHdr({ percentiles, latency }: LoadReport): string {
  const { count, mean, max } = latency
  const lines = percentiles.map(([percentile, ms]) => line(percentile / 100, ms, count))
  const total = String(count).padStart(12)
  return `${HEAD}${lines.join('')}#[Mean    = ${figure(mean)}]\n#[Max     = ${figure(max)}, Total count    = ${total}]\n`
}

function line(share: number, ms: number, count: number): string {
  const cells = [
    figure(ms),
    share.toFixed(12),
    String(Math.max(1, Math.ceil(share * count))).padStart(10),
  ]
  // The last one has no reciprocal: a division by nothing.
  const rest = share < 1 ? [(1 / (1 - share)).toFixed(2).padStart(14)] : []
  return `${[...cells, ...rest].join(' ')}\n`
}

function figure(ms: number | null): string {
  return (ms ?? 0).toFixed(3).padStart(12)
}
