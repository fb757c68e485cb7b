/** Values from small to large on a line, each power of ten as far from the next. */
export interface LogScale {
  /** How far along the line a value is, 0 to 100. */
  readonly percentOf: (value: number) => number
  /** The powers of ten on the line. */
  readonly ticks: readonly number[]
}

/** The share of the line that is left free at each end, so that a mark there is whole. */
const MARGIN_PERCENT = 4

/**
 * A scale from the power of ten below the smallest value to the one above the largest. What is less than `least`
 * counts as it; without values, the scale is that of `least` alone.
 */
export function createLogScale(values: readonly number[], least: number): LogScale {
  const [first = least, ...others] = values
  // There may be more values than a function takes.
  const lowest = others.reduce((lowest, value) => Math.min(lowest, value), first)
  const highest = others.reduce((highest, value) => Math.max(highest, value), first)
  const low = Math.floor(exponentOf(lowest, least))
  const high = Math.max(low + 1, Math.ceil(exponentOf(highest, least)))
  const width = (100 - 2 * MARGIN_PERCENT) / (high - low)
  return {
    percentOf: (value) => {
      const exponent = Math.min(Math.max(exponentOf(value, least), low), high)
      return Math.round((MARGIN_PERCENT + (exponent - low) * width) * 100) / 100
    },
    ticks: Array.from({ length: high - low + 1 }, (_, index) => 10 ** (low + index)),
  }
}

function exponentOf(value: number, least: number): number {
  return Math.log10(Math.max(value, least))
}
