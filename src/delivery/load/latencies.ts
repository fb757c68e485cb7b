// Not the package itself: it loads its log files with it, and one of them a table of number formats.
import {
  decodeFromCompressedBase64,
  encodeIntoCompressedBase64,
} from 'hdr-histogram-js/dist/encoding.js'
import { build } from 'hdr-histogram-js/dist/HistogramBuilder.js'
import type { LatencySummary, LoadReport } from '../../contract/load-report.ts'

/** A histogram of latencies: it takes the same room for one as for millions. */
export interface Latencies {
  readonly count: () => number
  readonly record: (ms: number) => void
  /** Takes in all that the other one holds, which must tell as many digits apart. */
  readonly add: (other: Latencies) => void
  /** In milliseconds; null where there is none. */
  readonly percentile: (percentile: number) => number | null
  readonly summary: () => LatencySummary
  /** Points of the curve, closer together towards 100, in the manner of HdrHistogram's plots. */
  readonly curve: () => LoadReport['percentiles']
  /** Plain data for another thread. */
  readonly encode: () => EncodedLatencies
  readonly tally: Readonly<Tally>
}

export interface EncodedLatencies {
  /** HdrHistogram's compressed form (V2, base64, in microseconds), which its other tools read. */
  readonly histogram: string
  readonly maxUs: number
  readonly sumUs: number
}

/** The histogram knows the longest one, and so the sum, only as well as its buckets are wide. */
interface Tally {
  readonly histogram: ReturnType<typeof build>
  maxUs: number
  sumUs: number
}

/** What is longer counts as an hour: no attempt lasts as long (`--timeout`), but one may be that late. */
const LONGEST_US = 3_600_000_000

/**
 * An empty histogram that tells latencies apart to so many decimal digits. It counts microseconds. The
 * library's WebAssembly is left alone: it would have to be started, and its plain form is fast enough.
 */
export function createLatencies(digits: 2 | 3 = 3): Latencies {
  const histogram = build({
    highestTrackableValue: LONGEST_US,
    autoResize: false,
    numberOfSignificantValueDigits: digits,
    bitBucketSize: 32,
    useWebAssembly: false,
  })
  return wrap({ histogram, maxUs: 0, sumUs: 0 })
}

/** The latencies that `encode` wrote. */
export function decodeLatencies({ histogram, maxUs, sumUs }: EncodedLatencies): Latencies {
  return wrap({ histogram: decodeFromCompressedBase64(histogram, 32, false), maxUs, sumUs })
}

/** All of these in one. */
export function sumLatencies(all: readonly Latencies[], digits: 2 | 3 = 3): Latencies {
  const sum = createLatencies(digits)
  for (const each of all) sum.add(each)
  return sum
}

function wrap(tally: Tally): Latencies {
  const { histogram } = tally
  const percentile = (at: number): number | null =>
    histogram.totalCount === 0 ? null : percentileMs(at, tally)
  return {
    tally,
    count: () => histogram.totalCount,
    record: (ms) => record(ms, tally),
    add: (other) => add(other.tally, tally),
    percentile,
    summary: () => summarise(tally, percentile),
    curve: () => percentilesFor(histogram.totalCount).map((at) => [at, percentile(at) as number]),
    encode: () => ({
      histogram: encodeIntoCompressedBase64(histogram),
      maxUs: tally.maxUs,
      sumUs: tally.sumUs,
    }),
  }
}

function record(ms: number, tally: Tally): void {
  const us = Math.min(Math.max(Math.round(ms * 1000), 0), LONGEST_US)
  tally.histogram.recordValue(us)
  tally.sumUs += us
  if (us > tally.maxUs) tally.maxUs = us
}

function add(other: Readonly<Tally>, tally: Tally): void {
  tally.histogram.add(other.histogram)
  tally.sumUs += other.sumUs
  tally.maxUs = Math.max(tally.maxUs, other.maxUs)
}

/** A bucket is named by its upper end, which may lie above all that was recorded. */
function percentileMs(at: number, { histogram, maxUs }: Tally): number {
  return Math.min(histogram.getValueAtPercentile(at), maxUs) / 1000
}

function summarise(
  { histogram, maxUs, sumUs }: Tally,
  percentile: (at: number) => number | null,
): LatencySummary {
  const count = histogram.totalCount
  return {
    count,
    mean: count === 0 ? null : sumUs / count / 1000,
    p50: percentile(50),
    p90: percentile(90),
    p99: percentile(99),
    p999: percentile(99.9),
    max: count === 0 ? null : maxUs / 1000,
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
