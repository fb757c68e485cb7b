import {
  build,
  decodeFromCompressedBase64,
  encodeIntoCompressedBase64,
  type Histogram,
} from 'hdr-histogram-js'
import type { LatencySummary, LoadReport } from '../../contract/load-report.ts'

/** A histogram of latencies; its size depends on the longest one, and not on their number. */
export interface Latencies {
  readonly count: () => number
  readonly record: (ms: number) => void
  /** Takes in all that the other one holds. */
  readonly add: (other: Latencies) => void
  /** In milliseconds; null where there is none. */
  readonly percentile: (percentile: number) => number | null
  readonly summary: () => LatencySummary
  /** Points of the curve, closer together towards 100, in the manner of HdrHistogram's plots. */
  readonly curve: () => LoadReport['percentiles']
  /** HdrHistogram's own compressed form (V2, in microseconds), which its other tools read. */
  readonly encode: () => EncodedLatencies
  readonly histogram: Histogram
}

/** Base64. */
export type EncodedLatencies = string

/** What is longer counts as an hour: no attempt may last as long (`contract/retry-schedule.ts` is not waited for in it). */
const LONGEST_US = 3_600_000_000

/**
 * An empty histogram that tells latencies apart to so many decimal digits. It counts microseconds. The
 * library's WebAssembly is left alone: it would cost a start-up, and its plain form is fast enough.
 */
export function createLatencies(digits: 2 | 3 = 3): Latencies {
  return wrap(
    build({ numberOfSignificantValueDigits: digits, bitBucketSize: 32, useWebAssembly: false }),
  )
}

/** The latencies that `encode` wrote. */
export function decodeLatencies(encoded: EncodedLatencies): Latencies {
  return wrap(decodeFromCompressedBase64(encoded, 32, false))
}

/** All of these in one. */
export function sumLatencies(all: readonly Latencies[], digits: 2 | 3 = 3): Latencies {
  const sum = createLatencies(digits)
  for (const each of all) sum.add(each)
  return sum
}

function wrap(histogram: Histogram): Latencies {
  const percentile = (at: number): number | null =>
    histogram.totalCount === 0 ? null : toMs(histogram.getValueAtPercentile(at), histogram)
  return {
    histogram,
    count: () => histogram.totalCount,
    record: (ms) => histogram.recordValue(Math.min(Math.max(Math.round(ms * 1000), 0), LONGEST_US)),
    add: (other) => histogram.add(other.histogram),
    percentile,
    summary: () => summarise(histogram, percentile),
    curve: () => percentilesFor(histogram.totalCount).map((at) => [at, percentile(at) as number]),
    encode: () => encodeIntoCompressedBase64(histogram),
  }
}

/** A bucket is named by its upper end, which may lie above all that was recorded. */
function toMs(us: number, { maxValue }: Histogram): number {
  return Math.min(us, maxValue) / 1000
}

function summarise(
  histogram: Histogram,
  percentile: (at: number) => number | null,
): LatencySummary {
  const count = histogram.totalCount
  return {
    count,
    mean: count === 0 ? null : histogram.mean / 1000,
    p50: percentile(50),
    p90: percentile(90),
    p99: percentile(99),
    p999: percentile(99.9),
    max: count === 0 ? null : histogram.maxValue / 1000,
  }
}

/** The points that people ask for. */
const NAMED = [0, 50, 75, 90, 95, 99, 99.9, 99.99, 99.999, 100]
const POINTS_PER_HALVING = 5

/** Five points each time that the distance to 100 halves, until one stands for less than one latency. */
function percentilesFor(count: number): number[] {
  if (count === 0) return []
  const halvings = Math.min(Math.ceil(Math.log2(count)), 24)
  const points = Array.from({ length: halvings * POINTS_PER_HALVING }, (_, point) => {
    const halving = Math.floor(point / POINTS_PER_HALVING)
    const within = (point % POINTS_PER_HALVING) / POINTS_PER_HALVING
    return 100 - 100 * 2 ** -halving * (1 - within / 2)
  })
  return [...new Set([...NAMED, ...points])].sort((a, b) => a - b)
}
