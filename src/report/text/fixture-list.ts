import { indented, isNarrow, padEnd, type Style } from '../style.ts'

/** One line of `fixtures list`. */
export interface FixtureEntry {
  readonly type: 'flow' | 'notification'
  readonly name: string
  readonly description: string
  /** True where the user's own file is in front of ours. */
  readonly isOwn: boolean
  readonly sessions?: number
  readonly notifications?: number
}

/** Flows first, then notifications: name, description, and a mark for the user's own. */
export function renderFixtureList(entries: readonly FixtureEntry[], style: Style): string {
  const width = Math.max(...entries.map(({ name }) => name.length))
  const section = (title: string, type: FixtureEntry['type']): string =>
    [
      style.paint.bold(title),
      ...entries
        .filter((entry) => entry.type === type)
        .map((entry) => renderEntry(entry, width, style)),
    ].join('\n')
  return `${section('Flows', 'flow')}\n\n${section('Notifications', 'notification')}\n`
}

function renderEntry(entry: FixtureEntry, width: number, style: Style): string {
  const own = entry.isOwn ? style.paint.yellow(' (your own)') : ''
  const name = style.paint.cyan(style.show(entry.name))
  const text = `${style.show(entry.description)}${own}`
  if (isNarrow(style)) return `  ${name}\n${indented(text, 4, style)}`
  const [first = '', ...rest] = indented(text, width + 4, style).split('\n')
  return [`  ${padEnd(name, width)}  ${first.trimStart()}`, ...rest].join('\n')
}
