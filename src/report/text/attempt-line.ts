import type { Attempt, SessionIdentity } from '../../contract/delivery.ts'
import { httpStatusOf } from '../../contract/delivery.ts'
import { explainRejection, explainWarning, type Explanation } from '../advice.ts'
import { fits, indented, isNarrow, padEnd, padStart, type Style } from '../style.ts'
import { clockTime, shortId, wholeMs } from './units.ts'

const ADVICE_INDENT = 10

/** The heading over the notifications of one session: its label, id and external id. */
export function renderSessionHeading(session: SessionIdentity, style: Style): string {
  const ids = [session.interviewId, session.externalCustomerId ?? 'no external id'].map(style.show)
  const heading = `${style.paint.bold(style.show(session.label))}  ${style.paint.dim(ids.join('  '))}`
  return `${indented(heading, 0, style)}\n`
}

/**
 * One attempt as it happened: time, session, status, HTTP status, milliseconds, verdict; below it
 * the reason and one line of advice. `statusWidth` aligns the lines of one run.
 */
export function renderAttempt(attempt: Attempt, statusWidth: number, style: Style): string {
  const wide = wideLine(attempt, statusWidth, style)
  const lines = [
    isNarrow(style) || !fits(wide, style) ? stackedLine(attempt, style) : wide,
    ...explanations(attempt).map(([code, { what, advice }]) =>
      indented(`${style.paint.yellow(code)} ${style.show(what)}: ${advice}`, ADVICE_INDENT, style),
    ),
  ]
  return `${lines.join('\n')}\n`
}

function wideLine(attempt: Attempt, statusWidth: number, style: Style): string {
  const { session, onboardingStatus } = attempt.notification
  return [
    style.paint.dim(clockTime(attempt.startedAt)),
    style.paint.dim(shortId(session.interviewId)),
    padEnd(style.show(onboardingStatus), statusWidth),
    httpColumn(attempt, style),
    padStart(wholeMs(attempt.outcome.timings.totalMs), 8),
    verdictWord(attempt, style),
  ].join('  ')
}

function stackedLine(attempt: Attempt, style: Style): string {
  const { session, onboardingStatus } = attempt.notification
  const facts = [
    style.paint.dim(clockTime(attempt.startedAt)),
    style.paint.dim(shortId(session.interviewId)),
    httpColumn(attempt, style),
    wholeMs(attempt.outcome.timings.totalMs),
    verdictWord(attempt, style),
  ]
  return [
    indented(facts.join(' '), 0, style),
    indented(style.show(onboardingStatus), 2, style),
  ].join('\n')
}

function httpColumn(attempt: Attempt, style: Style): string {
  const httpStatus = httpStatusOf(attempt)
  if (httpStatus === null) return style.paint.red('---')
  const paint = attempt.verdict.verdict === 'acknowledged' ? style.paint.green : style.paint.red
  return paint(String(httpStatus))
}

function verdictWord({ verdict, number }: Attempt, style: Style): string {
  const paint = verdict.verdict === 'acknowledged' ? style.paint.green : style.paint.red
  const again = number > 1 ? style.paint.dim(` (attempt ${number})`) : ''
  return paint(verdict.verdict) + again
}

type Explained = readonly [code: string, explanation: Explanation]

/** Why it was rejected, then the warnings; with `--strict` one of them is the reason, and is told once. */
function explanations(attempt: Attempt): Explained[] {
  const { reason, warnings } = attempt.verdict
  return [
    ...(reason === null ? [] : [[reason, explainRejection(attempt, reason)] as const]),
    ...warnings
      .filter((code) => code !== reason)
      .map((code): Explained => [code, explainWarning(code)]),
  ]
}
