import { indented, type Style } from './style.ts'

/** A line for people on standard error: `warning: what`, then one indented hint. */
export function renderNotice(
  kind: 'warning' | 'note',
  text: string,
  hint: string | undefined,
  style: Style,
): string {
  const label = kind === 'warning' ? style.paint.yellow('warning:') : style.paint.dim('note:')
  const head = indented(`${label} ${style.showMessage(text)}`, 0, style)
  return hint === undefined
    ? `${head}\n`
    : `${head}\n${indented(`try: ${style.show(hint)}`, 2, style)}\n`
}
