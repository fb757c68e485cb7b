import type { CheckReport } from '../../../contract/check-report.ts'
import { paintTotals } from '../../finding-words.ts'
import { indented, type Style } from '../../style.ts'
import { duration } from '../../text/units.ts'
import type { CheckVerdict } from '../check-events.ts'

/** The last lines: how the run ended, the score with the totals, and what it comes to. */
export function renderVerdict(report: CheckReport, verdict: CheckVerdict, style: Style): string {
  const lines = [
    ...renderEnd(report, style),
    renderScore(report, style),
    ...renderNews(verdict, style),
  ]
  return lines.map((line) => `${indented(line, 0, style)}\n`).join('')
}

function renderEnd({ isInterrupted, stoppedAfter }: CheckReport, style: Style): string[] {
  if (stoppedAfter !== null) {
    const text = `stopped: the endpoint did not come back after ${stoppedAfter}`
    return [
      `${style.paint.red(text)}; --restart-command starts it anew, --restart-wait waits longer`,
    ]
  }
  return isInterrupted ? [style.paint.yellow('interrupted: the rest was not tried')] : []
}

function renderScore({ summary, durationMs }: CheckReport, style: Style): string {
  const score = summary.score === null ? 'no score' : `score ${summary.score} of 100`
  return `${style.paint.bold(score)}: ${paintTotals(summary, style)} in ${duration(durationMs)}`
}

function renderNews({ counting, known, mended }: CheckVerdict, style: Style): string[] {
  const { dim, green } = style.paint
  const knownLine = dim(`known from the baseline: ${known.join(', ')}`)
  const mendedLine = green(`no longer broken, take out of the baseline: ${mended.join(', ')}`)
  return [
    ...(known.length === 0 ? [] : [knownLine]),
    ...(mended.length === 0 ? [] : [mendedLine]),
    renderReady(counting, known.length > 0, style),
  ]
}

function renderReady(
  counting: CheckVerdict['counting'],
  hasKnown: boolean,
  { paint }: Style,
): string {
  if (counting.length === 0 && hasKnown) {
    return paint.green('no rule is broken but those that are known')
  }
  if (counting.length === 0) return paint.green('ready: no rule that counts is broken')
  const ids = counting.map(({ rule }) => rule.id).join(', ')
  const what =
    counting.length === 1
      ? 'a rule that counts is broken'
      : `${counting.length} rules that count are broken`
  return paint.red(`not ready: ${what}: ${ids}`)
}
