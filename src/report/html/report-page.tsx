import type { ComponentChildren, JSX } from 'preact'

export interface ReportPageProps {
  /** The command whose run it is. */
  readonly command: string
  /** Without secrets. */
  readonly url: string
  /** hookstep's own. */
  readonly version: string
  /** Where who uses the keyboard may go at once, and what that is called. */
  readonly skip: readonly [id: string, text: string]
  /** The sections, by id and name. */
  readonly sections: readonly (readonly [id: string, name: string])[]
  readonly children: ComponentChildren
}

/** The frame of the page of a run: the way past it, head, sections and foot. */
export function ReportPage(props: ReportPageProps): JSX.Element {
  const { command, url, version, skip, sections, children } = props
  return (
    <>
      <a class="skip" href={`#${skip[0]}`}>
        {skip[1]}
      </a>
      <header class="page-head">
        <h1>
          <span>{`hookstep ${command}`}</span> <code>{url}</code>
        </h1>
        <nav aria-label="On this page">
          {sections.map(([id, name]) => (
            <a href={`#${id}`}>{name}</a>
          ))}
        </nav>
      </header>
      <main>{children}</main>
      <footer>
        {`Made by hookstep ${version}. Nothing on this page loads or sends anything.`}
      </footer>
    </>
  )
}
