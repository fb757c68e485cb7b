import type { ComponentChildren, JSX } from 'preact'
import { Icon, type MarkKind } from './mark.tsx'

/** What came of a run, in one line. */
export interface Headline {
  readonly text: string
  readonly mark: MarkKind
}

/** The first section of the page of a run, under its headline. */
export function SummaryPanel({
  headline: { text, mark },
  children,
}: {
  readonly headline: Headline
  readonly children: ComponentChildren
}): JSX.Element {
  return (
    <section id="summary" class="panel summary" aria-labelledby="summary-title">
      <h2 id="summary-title" class={`headline headline-${mark}`}>
        <Icon kind={mark} />
        {text}
      </h2>
      {children}
    </section>
  )
}
