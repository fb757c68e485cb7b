import type { ComponentChildren, JSX } from 'preact'

/** A row: what it is about, and a figure for every column after the first. */
export type FiguresRow = readonly [name: ComponentChildren, cells: readonly string[]]

export interface FiguresTableProps {
  readonly caption?: string
  readonly head: readonly string[]
  readonly rows: readonly FiguresRow[]
}

/** Figures in columns; on a phone each carries the name of its column. */
export function FiguresTable({ caption, head, rows }: FiguresTableProps): JSX.Element {
  return (
    <table class="latency load-figures">
      {caption === undefined ? null : <caption>{caption}</caption>}
      <thead>
        <tr>
          {head.map((name, index) => (
            <th scope="col" class={index > 0 ? 'number' : undefined}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, cells]) => (
          <tr>
            <th scope="row">{name}</th>
            {cells.map((cell, index) => (
              <td class="number" data-label={head[index + 1]}>
                {cell}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
