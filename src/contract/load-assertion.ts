import type { JudgedAssertion, LoadReport } from './load-report.ts'

/** What a threshold can be set for, in its unit: latencies in milliseconds, `rejected` in percent, `rate` in attempts per second. */
export const LOAD_METRICS = [
  'p50',
  'p90',
  'p95',
  'p99',
  'p99.9',
  'max',
  'mean',
  'rejected',
  'rate',
] as const

export type LoadMetric = (typeof LOAD_METRICS)[number]

export const LOAD_OPERATORS = ['<=', '>=', '<', '>'] as const

export type LoadOperator = (typeof LOAD_OPERATORS)[number]

/** One threshold: `p99<200ms`. */
export interface LoadAssertion {
  /** As it was given. */
  readonly text: string
  readonly metric: LoadMetric
  readonly operator: LoadOperator
  /** In the unit of the metric. */
  readonly threshold: number
}

/** What an assertion is judged by. */
export type JudgedFigures = Pick<
  LoadReport,
  'latency' | 'percentiles' | 'attempts' | 'rejected' | 'durationMs'
>

/** Judges each threshold by what was measured. One of a figure that there is none of is not held. */
export function judgeAssertions(
  figures: JudgedFigures,
  assertions: readonly LoadAssertion[],
): JudgedAssertion[] {
  return assertions.map(({ text, metric, operator, threshold }) => {
    const actual = MEASURE[metric](figures)
    return { text, actual, isHeld: actual !== null && HOLDS[operator](actual, threshold) }
  })
}

const MEASURE: Readonly<Record<LoadMetric, (figures: JudgedFigures) => number | null>> = {
  p50: ({ latency }) => latency.p50,
  p90: ({ latency }) => latency.p90,
  p95: ({ percentiles }) => percentiles.find(([percentile]) => percentile === 95)?.[1] ?? null,
  p99: ({ latency }) => latency.p99,
  'p99.9': ({ latency }) => latency.p999,
  max: ({ latency }) => latency.max,
  mean: ({ latency }) => latency.mean,
  rejected: ({ attempts, rejected }) => (attempts === 0 ? null : (rejected / attempts) * 100),
  rate: ({ attempts, durationMs }) => (durationMs > 0 ? attempts / (durationMs / 1000) : null),
}

const HOLDS: Readonly<Record<LoadOperator, (actual: number, threshold: number) => boolean>> = {
  '<': (actual, threshold) => actual < threshold,
  '<=': (actual, threshold) => actual <= threshold,
  '>': (actual, threshold) => actual > threshold,
  '>=': (actual, threshold) => actual >= threshold,
}
