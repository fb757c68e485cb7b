import type { FindingResult, FindingTotals } from '../contract/finding.ts'
import type { Style } from './style.ts'

const WORDS = {
  pass: ['ok', 'green'],
  warn: ['warn', 'yellow'],
  fail: ['fail', 'red'],
  skipped: ['skipped', 'dim'],
} as const

/** The columns that the longest word for a result takes. */
export const WORD_WIDTH = Math.max(...Object.values(WORDS).map(([word]) => word.length))

/** The word for a result, in its colour. */
export function paintResult(result: FindingResult, style: Style): string {
  const [word, colour] = WORDS[result]
  return style.paint[colour](word)
}

/** `8 ok, 2 warn, 0 fail, 1 skipped`; in brief without what there is none of. */
export function paintTotals(totals: FindingTotals, style: Style, isBrief = false): string {
  const all = Object.keys(WORDS) as FindingResult[]
  const results = isBrief ? all.filter((result) => totals[result] > 0) : all
  const parts = results.map((result) => {
    const text = `${totals[result]} ${WORDS[result][0]}`
    return totals[result] === 0 ? text : style.paint[WORDS[result][1]](text)
  })
  return parts.join(', ')
}
