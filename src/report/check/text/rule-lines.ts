import type { CheckedRule } from '../../../contract/check-report.ts'
import { paintResult, WORD_WIDTH } from '../../finding-words.ts'
import { indented, isNarrow, padEnd, type Style } from '../../style.ts'
import { paintSeverity } from './rule-list.ts'

const MARGIN = 2
const TEXT_MARGIN = MARGIN + WORD_WIDTH + 2

/** A rule that is broken: what was found, why it matters, and the mend, each on a line of its own. */
export function renderCheckedRule({ rule, finding }: CheckedRule, style: Style): string {
  const { dim, cyan, bold } = style.paint
  const head = `${cyan(rule.id)}  ${bold(rule.title)}  ${paintSeverity(rule.severity, style)}`
  const below = [
    style.showMessage(finding.message),
    dim(rule.why),
    ...(finding.advice === null ? [] : [`${dim('try:')} ${style.showMessage(finding.advice)}`]),
  ]
  const lines = below.map((text) => `${indented(text, TEXT_MARGIN, style)}\n`)
  return `${headLine(paintResult(finding.result, style), head, style)}${lines.join('')}`
}

/** A rule that holds, in one line. */
export function renderPassed({ rule, finding }: CheckedRule, style: Style): string {
  const { cyan, dim } = style.paint
  const text = `${cyan(rule.id)}  ${rule.title}  ${dim(style.showMessage(finding.message))}`
  return headLine(paintResult('pass', style), text, style)
}

/** The most rules that are named where others are counted. */
const MOST_NAMED = 3

/** Rules that were skipped for one reason: by name where they are few, or all of them are asked for. */
export function renderSkipped(
  alike: readonly CheckedRule[],
  isVerbose: boolean,
  style: Style,
): string {
  const [first] = alike as [CheckedRule]
  const isNamed = isVerbose || alike.length <= MOST_NAMED
  const what = isNamed ? alike.map(({ rule }) => rule.id).join(', ') : `${alike.length} rules`
  const text = style.paint.dim(`${what}: ${style.showMessage(first.finding.message)}`)
  return headLine(paintResult('skipped', style), text, style)
}

function headLine(word: string, text: string, style: Style): string {
  if (isNarrow(style)) return `${indented(`${word} ${text}`, 0, style)}\n`
  const [first = '', ...rest] = indented(text, TEXT_MARGIN, style).split('\n')
  const start = `${' '.repeat(MARGIN)}${padEnd(word, WORD_WIDTH + 2)}`
  return `${[`${start}${first.trimStart()}`, ...rest].join('\n')}\n`
}
