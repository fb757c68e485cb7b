import type { PlotTick } from '../../html/line-plot.tsx'
import { createLogScale } from '../../html/log-scale.ts'
import { duration } from '../../text/units.ts'
import { withMs } from '../figures.ts'

/** Below a tenth of a millisecond, latencies are not told apart. */
const LEAST_MS = 0.1

/** Milliseconds from bottom to top, each power of ten as far from the next. */
export interface MsScale {
  readonly percentOf: (ms: number) => number
  readonly ticks: readonly PlotTick[]
}

/** A scale that holds these latencies; null ones were not measured. */
export function msScale(latencies: readonly (number | null)[]): MsScale {
  const measured = latencies.filter((ms) => ms !== null)
  const { percentOf, ticks } = createLogScale(measured, LEAST_MS)
  const label = (ms: number): string => {
    const text = ms < 1000 ? withMs(ms) : duration(ms)
    return ms <= LEAST_MS ? `≤ ${text}` : text
  }
  return { percentOf, ticks: ticks.map((ms) => ({ percent: percentOf(ms), label: label(ms) })) }
}

/** About so many ticks on the axis of time. */
const MOST_TICKS = 8
const STEPS_S = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600, 7200, 14_400]

/** Round times from the start to `endMs`. */
export function secondTicks(endMs: number): PlotTick[] {
  const stepMs = 1000 * (STEPS_S.find((step) => endMs / (step * 1000) <= MOST_TICKS) ?? 14_400)
  return Array.from({ length: Math.floor(endMs / stepMs) + 1 }, (_, index) => ({
    percent: (100 * index * stepMs) / endMs,
    label: index === 0 ? '0' : duration(index * stepMs),
  }))
}

/** Percentiles from left to right, each nine as far from the next; 100 % is the end. */
export interface PercentileScale {
  readonly percentOf: (percentile: number) => number
  readonly ticks: readonly PlotTick[]
}

/** A scale on which the last of these percentiles below 100 % is near the end. */
export function percentileScale(percentiles: readonly number[]): PercentileScale {
  const below = percentiles.filter((percentile) => percentile < 100)
  const most = Math.max(1, ...below.map(nines)) * 1.04
  const percentOf = (percentile: number): number => (100 * Math.min(nines(percentile), most)) / most
  const named = [50, 90, 99, 99.9, 99.99, 99.999, 99.9999, 99.99999]
  const ticks = named
    .filter((percentile) => nines(percentile) <= most)
    .map((percentile) => ({ percent: percentOf(percentile), label: `${percentile} %` }))
  return { percentOf, ticks }
}

/** 1 for 90 %, 2 for 99 %, 3 for 99.9 %. */
function nines(percentile: number): number {
  return percentile >= 100 ? Number.POSITIVE_INFINITY : -Math.log10(1 - percentile / 100)
}
