import type { Finding, FindingResult, FindingTotals } from '../../contract/finding.ts'
import { indented, isNarrow, padEnd, type Style } from '../style.ts'

const WORDS = {
  pass: ['ok', 'green'],
  warn: ['warn', 'yellow'],
  fail: ['fail', 'red'],
  skipped: ['skipped', 'dim'],
} as const

const WORD_WIDTH = Math.max(...Object.values(WORDS).map(([word]) => word.length))
const GAP = 2

/** `ok  Port  4840 is free`, and the mend below; where the terminal is narrow, each on lines of its own. */
export function renderFinding(
  { result, message, advice }: Finding,
  title: string,
  titleWidth: number,
  style: Style,
): string {
  const head = `${padEnd(paintResult(result, style), WORD_WIDTH + GAP)}${padEnd(title, titleWidth + GAP)}`
  const found = style.showMessage(message)
  const text = result === 'skipped' ? style.paint.dim(found) : found
  const mend = advice === null ? [] : [`${style.paint.dim('try:')} ${style.showMessage(advice)}`]
  if (isNarrow(style)) {
    const below = [text, ...mend].map((each) => indented(each, 2, style))
    return `${[head.trimEnd(), ...below].join('\n')}\n`
  }
  const margin = WORD_WIDTH + titleWidth + 2 * GAP
  const column = [text, ...mend].map((each) => indented(each, margin, style)).join('\n')
  return `${head}${column.slice(margin)}\n`
}

/** `8 ok, 2 warn, 0 fail, 1 skipped`. */
export function renderFindingTotals(totals: FindingTotals, style: Style): string {
  const results = Object.keys(WORDS) as FindingResult[]
  const parts = results.map((result) => {
    const text = `${totals[result]} ${WORDS[result][0]}`
    return totals[result] === 0 ? text : style.paint[WORDS[result][1]](text)
  })
  return `\n${parts.join(', ')}\n`
}

function paintResult(result: FindingResult, style: Style): string {
  const [word, colour] = WORDS[result]
  return style.paint[colour](word)
}
