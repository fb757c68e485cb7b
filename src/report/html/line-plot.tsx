import type { ComponentChildren, JSX } from 'preact'

/** A word below or beside the plot, at its place. */
export interface PlotTick {
  /** 0 to 100, from the left or from the bottom. */
  readonly percent: number
  readonly label: string
}

/** One line: each point 0 to 100 from the left and from the bottom; null where there is nothing, which breaks the line. */
export interface PlotSeries {
  /** Chooses its colour and dashes: `series-1`, `series-2`. */
  readonly number: 1 | 2
  readonly points: readonly (readonly [x: number, y: number | null])[]
}

export interface LinePlotProps {
  /** All that the picture shows, in words. */
  readonly label: string
  readonly series: readonly PlotSeries[]
  readonly xTicks: readonly PlotTick[]
  readonly yTicks: readonly PlotTick[]
  /** What stands over the lines. */
  readonly children?: ComponentChildren
}

export interface PlotBandProps {
  /** 0 to 100, from the left. */
  readonly from: number
  readonly to: number
  /** Shown by a pointer that rests on it. */
  readonly title: string
}

const WIDTH = 720
const HEIGHT = 260
const LEFT = 88
const RIGHT = 18
const TOP = 12
const BOTTOM = 28
const LEAST_BAND = 3

/** Where 0 to 100 from the left is in the picture. */
function plotX(percent: number): number {
  return tenth(LEFT + (percent / 100) * (WIDTH - LEFT - RIGHT))
}

/** Where 0 to 100 from the bottom is in the picture. */
function plotY(percent: number): number {
  return tenth(HEIGHT - BOTTOM - (percent / 100) * (HEIGHT - TOP - BOTTOM))
}

/** Lines over a grid, as wide as the page; whoever does not see it reads its label and the numbers beside it. */
export function LinePlot({ label, series, xTicks, yTicks, children }: LinePlotProps): JSX.Element {
  return (
    <svg class="line-plot" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
      {yTicks.map((tick) => (
        <YTick {...tick} />
      ))}
      {xTicks.map((tick) => (
        <XTick {...tick} />
      ))}
      {series.map(({ number, points }) => (
        <>
          <path class={`series series-${number}`} d={pathOf(points)} />
          <path class={`series series-${number} lone`} d={pathOf(lonePoints(points))} />
        </>
      ))}
      {children}
    </svg>
  )
}

/** A stretch along the top of a plot; those of neighbours join. */
export function PlotBand({ from, to, title }: PlotBandProps): JSX.Element {
  const [x, end] = [plotX(from), plotX(to)]
  return (
    <rect class="band" x={x} y={1} width={Math.max(LEAST_BAND, tenth(end - x))} height={TOP - 3}>
      <title>{title}</title>
    </rect>
  )
}

/** The same as a legend shows it. */
export function BandKey(): JSX.Element {
  return (
    <svg class="plot-key" width="28" height="10" viewBox="0 0 28 10" aria-hidden="true">
      <rect class="band" width="28" height="9" />
    </svg>
  )
}

/** A piece of a line as a legend shows it. */
export function PlotKey({ number }: Pick<PlotSeries, 'number'>): JSX.Element {
  return (
    <svg class="plot-key" width="28" height="10" viewBox="0 0 28 10" aria-hidden="true">
      <path class={`series series-${number}`} d="M0 5H28" />
    </svg>
  )
}

function XTick({ percent, label }: PlotTick): JSX.Element {
  const x = plotX(percent)
  return (
    <>
      <line class="tick" x1={x} x2={x} y1={TOP} y2={HEIGHT - BOTTOM} />
      <text x={x} y={HEIGHT - 8} text-anchor="middle">
        {label}
      </text>
    </>
  )
}

function YTick({ percent, label }: PlotTick): JSX.Element {
  const y = plotY(percent)
  return (
    <>
      <line class="tick" x1={LEFT} x2={WIDTH - RIGHT} y1={y} y2={y} />
      <text x={LEFT - 8} y={y + 4} text-anchor="end">
        {label}
      </text>
    </>
  )
}

/** A point alone would be no line: it gets a short one. */
function pathOf(points: PlotSeries['points']): string {
  let isDrawing = false
  const steps = points.map(([x, y]) => {
    if (y === null) {
      isDrawing = false
      return ''
    }
    const step = isDrawing ? `L${plotX(x)} ${plotY(y)}` : `M${plotX(x)} ${plotY(y)}h0.1`
    isDrawing = true
    return step
  })
  return steps.join('')
}

/** Those with nothing on either side: drawn as dots, as a line of no length is hardly seen. */
function lonePoints(points: PlotSeries['points']): PlotSeries['points'] {
  const isEmpty = (index: number): boolean => (points[index]?.[1] ?? null) === null
  return points.map(([x, y], index) => [x, isEmpty(index - 1) && isEmpty(index + 1) ? y : null])
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10
}
