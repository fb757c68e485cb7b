import type { JSX } from 'preact'

/** What a mark says, in shape as well as in colour. */
export type MarkKind = 'good' | 'doubtful' | 'bad' | 'silent' | 'none'

/** The shapes that all marks of a page refer to; each is drawn around its middle, 16 units wide. */
export function MarkShapes(): JSX.Element {
  return (
    <svg class="mark-shapes" width="0" height="0" aria-hidden="true" focusable="false">
      <defs>
        <g id="mark-good">
          <circle r="7" />
          <path class="ink" d="M-3.2 .2 -1 2.6 3.4 -2.4" />
        </g>
        <g id="mark-doubtful">
          <path d="M0 -7.2 8 6.6H-8Z" />
          <path class="ink" d="M0 -2.4V1.6M0 4V4.2" />
        </g>
        <g id="mark-bad">
          <rect x="-6.6" y="-6.6" width="13.2" height="13.2" rx="2.4" />
          <path class="ink" d="M-2.8 -2.8 2.8 2.8M2.8 -2.8 -2.8 2.8" />
        </g>
        <g id="mark-silent">
          <path class="hollow" d="M0 -7 7 0 0 7 -7 0Z" />
        </g>
        <g id="mark-none">
          <circle class="hollow" r="6" />
          <path class="line" d="M-2.6 0H2.6" />
        </g>
      </defs>
    </svg>
  )
}

export interface MarkProps {
  readonly kind: MarkKind
  /** Of the middle, in a picture. */
  readonly x: number | string
  readonly y: number | string
  /** Shown by a pointer that rests on it. */
  readonly title?: string
}

/** A mark in a picture, at a place that may be a share of its width. */
export function Mark({ kind, x, y, title }: MarkProps): JSX.Element {
  return (
    <use href={`#mark-${kind}`} x={x} y={y} class={`mark mark-${kind}`}>
      {title === undefined ? null : <title>{title}</title>}
    </use>
  )
}

/** A mark in a line of text, beside words that say the same. */
export function Icon({ kind }: { readonly kind: MarkKind }): JSX.Element {
  return (
    <svg class="icon" width="16" height="16" viewBox="-8 -8 16 16" aria-hidden="true">
      <Mark kind={kind} x={0} y={0} />
    </svg>
  )
}
