import type { ComponentChildren, JSX } from 'preact'

export interface FactProps {
  readonly name: string
  readonly children: ComponentChildren
}

/** One fact of a list `dl.facts`. */
export function Fact({ name, children }: FactProps): JSX.Element {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

/** `2026-01-02 03:04:05 UTC`. */
export function utc(date: Date): string {
  return `${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`
}
