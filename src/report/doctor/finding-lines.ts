import type { Finding, FindingTotals } from '../../contract/finding.ts'
import { paintResult, paintTotals, WORD_WIDTH } from '../finding-words.ts'
import { indented, isNarrow, padEnd, type Style } from '../style.ts'

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

/** `8 ok, 2 warn, 0 fail, 1 skipped`, after an empty line. */
export function renderFindingTotals(totals: FindingTotals, style: Style): string {
  return `\n${paintTotals(totals, style)}\n`
}
