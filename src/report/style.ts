import { Chalk, type ChalkInstance, type ColorSupportLevel } from 'chalk'
import stringWidth from 'fast-string-width'
import { wrapAnsi } from 'fast-wrap-ansi'
import type { Environment, OutputStream } from '../context.ts'
import { harmless, harmlessMessage } from './harmless.ts'

/** How text looks on one stream: its colours and its width. */
export interface Style {
  readonly paint: ChalkInstance
  readonly columns: number
  /** A value from outside as it may be shown: without secrets, harmless, cut at 200 characters. */
  readonly show: (text: string) => string
  /** The same for a message of our own that holds such values; it may be longer. */
  readonly showMessage: (text: string) => string
}

/** Below this width every entry takes two lines, and tables lose their widest column. */
const NARROW_COLUMNS = 78

/**
 * The style for a stream: colour only in a terminal, unless `FORCE_COLOR` asks for it; none with
 * `NO_COLOR`, `TERM=dumb` or `--no-color`. Where nobody reads along, lines are as long as they are.
 */
export function createStyle(stream: OutputStream, env: Environment): Style {
  return {
    // Before anything is cut or wrapped: half a secret would not be found any more.
    show: (text) => harmless(stream.redact(text)),
    showMessage: (text) => harmlessMessage(stream.redact(text)),
    paint: new Chalk({ level: colorLevel(stream, env) }),
    // Read anew each time: a window can be made narrower while a run goes on.
    get columns() {
      return stream.isTTY ? Math.max(stream.columns, 20) : Number.POSITIVE_INFINITY
    },
  }
}

/** The width of a help text that goes where nobody knows the width. */
export const HELP_COLUMNS = 100

/** The style of a help text: it is wrapped where nobody reads along, too. */
export function createHelpStyle(stream: OutputStream, env: Environment): Style {
  const style = createStyle(stream, env)
  return stream.isTTY ? style : { ...style, columns: HELP_COLUMNS }
}

/** True where entries must be stacked to fit. */
export function isNarrow(style: Style): boolean {
  return style.columns < NARROW_COLUMNS
}

/** True when a line needs no more columns than there are. */
export function fits(line: string, style: Style): boolean {
  return style.columns === Number.POSITIVE_INFINITY || widthOf(line) <= style.columns
}

/** Fills up to `width` columns on the right, by what the terminal shows, not by what is stored. */
export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)))
}

/** Fills up to `width` columns on the left. */
export function padStart(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - widthOf(text))) + text
}

/** Plain ASCII, which most text is, is as wide as it is long: looking closer costs a hundred times as much. */
function widthOf(text: string): number {
  return /^[\x20-\x7e]*$/.test(text) ? text.length : stringWidth(text)
}

/** Wraps text to the stream's width, every line indented by `indent` columns. */
export function indented(text: string, indent: number, style: Style): string {
  const margin = ' '.repeat(Math.min(indent, isNarrow(style) ? 2 : indent))
  if (style.columns === Number.POSITIVE_INFINITY) return margin + text
  const wrapped = wrapAnsi(text, style.columns - margin.length, { hard: true })
  return wrapped.replaceAll(/^/gm, margin)
}

/** Text after a label that takes so many columns; its further lines stand below the first one, not below the label. */
export function hanging(label: string, width: number, text: string, style: Style): string {
  if (style.columns === Number.POSITIVE_INFINITY) return label + text
  const wrapped = wrapAnsi(text, style.columns - width, { hard: true })
  return label + wrapped.replaceAll('\n', `\n${' '.repeat(width)}`)
}

/** Wrapping takes time with the square of a text, and nothing of the rest is shown. */
const MOST_TO_CUT = 1000

/** The beginning of a text that one line of the stream holds, its colours closed; an ellipsis for the rest. */
export function cutLine(text: string, style: Style): string {
  if (fits(text, style)) return text
  const options = { hard: true, wordWrap: false, trim: false }
  const [first = ''] = wrapAnsi(text.slice(0, MOST_TO_CUT), style.columns - 1, options).split('\n')
  return `${first}…`
}

function colorLevel(stream: OutputStream, env: Environment): ColorSupportLevel {
  const { NO_COLOR: none, FORCE_COLOR: forced, TERM: term } = env
  if (none !== undefined && none !== '') return 0
  if (forced !== undefined && forced !== '') return forcedLevel(forced)
  return stream.isTTY && term !== 'dumb' ? 1 : 0
}

function forcedLevel(forced: string): ColorSupportLevel {
  if (forced === '0' || forced === 'false') return 0
  return forced === '2' || forced === '3' ? (Number(forced) as ColorSupportLevel) : 1
}
