import { untoldFlaw, type CheckReport } from '../../../contract/check-report.ts'
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
    ...renderReady(report, verdict, style),
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

function renderNews({ known, mended }: CheckVerdict, { paint }: Style): string[] {
  const knownLine = paint.dim(`known from the baseline: ${known.join(', ')}`)
  const mendedLine = paint.green(`no longer broken, take out of the baseline: ${mended.join(', ')}`)
  return [...(known.length === 0 ? [] : [knownLine]), ...(mended.length === 0 ? [] : [mendedLine])]
}

/** Whether the endpoint is ready; of a run that was interrupted before anything was found broken, nobody knows. */
function renderReady(report: CheckReport, verdict: CheckVerdict, { paint }: Style): string[] {
  const flaw = flawOf(report, verdict)
  if (flaw !== null) return [paint.red(`not ready: ${flaw}`)]
  if (report.isInterrupted) return []
  const isKnown = verdict.known.length > 0
  return [
    paint.green(
      isKnown
        ? 'no rule is broken but those that are known'
        : 'ready: no rule that counts is broken',
    ),
  ]
}

function flawOf(
  { summary, results, isInterrupted }: CheckReport,
  { counting, isCutShort }: CheckVerdict,
): string | null {
  const ids = counting.map(({ rule }) => rule.id).join(', ')
  if (counting.length === 1) return `a rule that counts is broken: ${ids}`
  if (counting.length > 1) return `${counting.length} rules that count are broken: ${ids}`
  if (isCutShort) return 'the endpoint went away'
  if (isInterrupted) return null
  return untoldFlaw(results) ?? (summary.score === null ? 'no rule could be judged' : null)
}
