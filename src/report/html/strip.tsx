import type { JSX } from 'preact'
import type { LogScale } from './log-scale.ts'
import { Mark, type MarkKind } from './mark.tsx'

/** One value on a strip. */
export interface StripPoint {
  readonly value: number
  readonly kind: MarkKind
}

export interface StripProps {
  readonly points: readonly StripPoint[]
  readonly scale: LogScale
  /** Drawn as a line across the strip; null for none. */
  readonly median: number | null
}

const HEIGHT = 28
const MIDDLE = HEIGHT / 2

/**
 * Values as marks along a line, as wide as there is room: the numbers beside it say the same, so it is hidden from screen
 * readers. Marks that would hide each other are drawn once.
 */
export function Strip({ points, scale, median }: StripProps): JSX.Element {
  return (
    <svg class="strip" width="100%" height={HEIGHT} aria-hidden="true" focusable="false">
      {scale.ticks.map((tick) => (
        <line class="tick" {...upright(scale.percentOf(tick))} />
      ))}
      {apart(points, scale).map(({ kind, percent }) => (
        <svg class="point" x={`${percent}%`} y={MIDDLE} width="1" height="1">
          <Mark kind={kind} x={0} y={0} />
        </svg>
      ))}
      {median === null ? null : <line class="median" {...upright(scale.percentOf(median))} />}
    </svg>
  )
}

/** The words below the lines of a strip. */
export function StripAxis({
  scale,
  label,
}: {
  readonly scale: LogScale
  readonly label: (tick: number) => string
}): JSX.Element {
  return (
    <svg class="strip axis" width="100%" height="20" aria-hidden="true" focusable="false">
      {scale.ticks.map((tick) => (
        <text x={`${scale.percentOf(tick)}%`} y="14" text-anchor="middle">
          {label(tick)}
        </text>
      ))}
    </svg>
  )
}

/** A line from top to bottom. */
function upright(percent: number): { x1: string; x2: string; y1: number; y2: number } {
  return { x1: `${percent}%`, x2: `${percent}%`, y1: 0, y2: HEIGHT }
}

function apart(
  points: readonly StripPoint[],
  scale: LogScale,
): { readonly kind: MarkKind; readonly percent: number }[] {
  const places = points.map(({ value, kind }) => {
    const percent = Math.round(scale.percentOf(value) * 5) / 5
    return [`${kind} ${percent}`, { kind, percent }] as const
  })
  return [...new Map(places).values()]
}
