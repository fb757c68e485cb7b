import type { Context } from '../../../context.ts'
import { createStyle, indented, type Style } from '../../style.ts'
import { createProgressLine } from '../../text/progress-line.ts'
import { count, duration } from '../../text/units.ts'
import { describeModel, modelClause, rate } from '../figures.ts'
import type { LoadReporter, LoadStart } from '../load-events.ts'
import { renderEnd } from './end-lines.ts'
import { renderLive, renderPlain } from './progress-text.ts'
import { renderStatusTable } from './status-table.ts'

/** How often a plain line tells of the run, in milliseconds. */
const PLAIN_EVERY_MS = 10_000

/**
 * For people: what goes on is on standard error, as one line that changes in a terminal and as a plain line every ten
 * seconds elsewhere; all that was measured is on standard output at the end.
 */
export function createTextLoadReporter({ stdout, stderr, env }: Context): LoadReporter {
  const style = createStyle(stdout, env)
  const errorStyle = createStyle(stderr, env)
  const live = createProgressLine(stderr, errorStyle)
  let nextPlainMs = PLAIN_EVERY_MS
  return {
    onStart: (start) => void stderr.write(renderStart(start, errorStyle)),
    onProgress: (progress) => {
      live.show(renderLive(progress, errorStyle))
      if (stderr.isTTY || progress.elapsedMs < nextPlainMs) return
      stderr.write(`${renderPlain(progress)}\n`)
      nextPlainMs = (Math.floor(progress.elapsedMs / PLAIN_EVERY_MS) + 1) * PLAIN_EVERY_MS
    },
    onEnd: (report) => {
      live.clear()
      if (report.attempts > 0) stdout.write(`${renderStatusTable(report, style)}\n`)
      stdout.write(renderEnd(report, style))
    },
  }
}

function renderStart(start: LoadStart, style: Style): string {
  const { url, model, end, flows, rampMs, warmupMs } = start
  const facts = [
    endText(end),
    modelClause(model),
    flows.map(({ name, weight }) => flowText(style.show(name), weight, flows.length)).join(' '),
    ...(rampMs > 0 ? [`ramp ${duration(rampMs)}`] : []),
    ...(warmupMs > 0 ? [`warm-up ${duration(warmupMs)}, which does not count`] : []),
    'connections are kept alive',
  ].join(', ')
  const text = `POST ${style.show(url.href)}: ${facts}`
  return `${indented(style.paint.dim(text), 0, style)}\n${slowed(start, style)}`
}

function endText({ sessions, durationMs }: LoadStart['end']): string {
  const time = durationMs === null ? '' : ` for ${duration(durationMs)}`
  if (sessions === null) return `sessions${time}`
  return `${count(sessions, 'session')}${time === '' ? '' : `, or what fits${time}`}`
}

function flowText(name: string, weight: number, of: number): string {
  return of === 1 ? `flow ${name}` : `${name}=${rate(weight)}`
}

function slowed({ isSlowed, model }: LoadStart, style: Style): string {
  if (!isSlowed) return ''
  const text = `a remote host is somebody's: ${describeModel(model)}, unless --rate or --concurrency says otherwise`
  return `${indented(style.paint.yellow(text), 0, style)}\n`
}
