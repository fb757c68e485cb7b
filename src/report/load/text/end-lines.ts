import type { JudgedAssertion, LoadReport } from '../../../contract/load-report.ts'
import { indented, padEnd, type Style } from '../../style.ts'
import { count, duration } from '../../text/units.ts'
import {
  describeModel,
  latencyOrigin,
  listReasons,
  measuredText,
  percent,
  perSecond,
  rate,
  rejectionsOf,
  withMs,
} from '../figures.ts'

/** What stands below the table: totals, pace, why something was rejected and what mends it, and the thresholds. */
export function renderEnd(report: LoadReport, style: Style): string {
  const interrupted = style.paint.yellow('interrupted: this is what was measured until then')
  const lines = (texts: readonly string[]): string =>
    texts.map((text) => `${indented(text, 0, style)}\n`).join('')
  return [
    lines([...(report.isInterrupted ? [interrupted] : []), totalsLine(report, style)]),
    reasonLines(report, style),
    lines(sessionLines(report, style)),
    lines(remarks(report).map((text) => style.paint.dim(text))),
    lines(report.assertions.map((each) => assertionLine(each, style))),
  ].join('')
}

function totalsLine(
  { attempts, acknowledged, rejected, reasons }: LoadReport,
  style: Style,
): string {
  const { green, red, yellow } = style.paint
  if (attempts === 0) return yellow('nothing was measured')
  const text = `${acknowledged} of ${count(acknowledged + rejected, 'notification')} acknowledged`
  if (rejected === 0) return green.bold(text)
  const share = percent(rejected, acknowledged + rejected)
  return red.bold(`${text}, ${rejected} rejected (${share}): ${listReasons(reasons)}`)
}

function sessionLines(report: LoadReport, style: Style): string[] {
  const { sessions, attempts, durationMs, model, seed, workers } = report
  const sessionRate = rate(perSecond(sessions.finished, durationMs))
  const threads = workers > 1 ? `, ${workers} workers` : ''
  return [
    `${sessions.finished} of ${count(sessions.started, 'session')} done in ${duration(durationMs)}: ${sessionRate} sessions/s, ${rate(perSecond(attempts, durationMs))} notifications/s`,
    style.paint.dim(
      `${describeModel(model)}${threads}; connections were kept alive; ${latencyOrigin(model)}; --seed ${seed}`,
    ),
  ]
}

/** What is in no other figure, and what the figures are to be read with. */
function remarks({ unanswered = 0, warmup, startLateness }: LoadReport): string[] {
  const lateness = startLateness?.p99 ?? null
  return [
    ...(unanswered > 0 ? [`${count(unanswered, 'notification')} had no answer yet`] : []),
    ...(warmup === undefined
      ? []
      : [
          `warm-up, not counted: ${count(warmup.sessions, 'session')}, ${count(warmup.attempts, 'notification')}, ${warmup.rejected} rejected`,
        ]),
    ...(lateness === null
      ? []
      : [
          `sessions began late by p99 ${withMs(lateness)}, at most ${withMs(startLateness?.max ?? null)}`,
        ]),
  ]
}

function reasonLines(report: LoadReport, style: Style): string {
  return rejectionsOf(report)
    .map(({ reason, times, statuses, advice }) => {
      const which = statuses === '' ? '' : `: ${statuses}`
      const head = indented(`${style.paint.red(reason)} ${times}${which}`, 2, style)
      return `${head}\n${indented(`${style.paint.dim('try:')} ${advice}`, 4, style)}\n`
    })
    .join('')
}

function assertionLine(assertion: JudgedAssertion, { paint, show }: Style): string {
  const { text, isHeld } = assertion
  const word = padEnd(isHeld ? paint.green('held') : paint.red('missed'), 'missed'.length)
  return `${word}  ${show(text)}  ${paint.dim(`was ${measuredText(assertion)}`)}`
}
