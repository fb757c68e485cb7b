import { indented, type Style } from './style.ts'

/** A line for people on standard error: `warning: what`, then one indented hint. */
export function renderNotice(
  kind: 'warning' | 'note',
  text: string,
  hint: string | undefined,
  style: Style,
): string {
  const label = kind === 'warning' ? style.paint.yellow('warning:') : style.paint.dim('note:')
  const tried = hint === undefined ? undefined : `try: ${style.show(hint)}`
  return withHint(`${label} ${style.showMessage(text)}`, tried, style)
}

/** What is said, and what to try below it, both wrapped to a terminal. */
export function withHint(said: string, hint: string | undefined, style: Style): string {
  const head = `${indented(said, 0, style)}\n`
  return hint === undefined ? head : `${head}${indented(hint, 2, style)}\n`
}
