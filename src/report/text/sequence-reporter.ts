import type { Context } from '../../context.ts'
import type { SequenceReporter, SequenceStart, WaitingRetry } from '../sequence-events.ts'
import { createStyle, indented, type Style } from '../style.ts'
import { renderAttempt, renderSessionHeading } from './attempt-line.ts'
import { renderDisorder } from './disorder-lines.ts'
import { createLiveArea, renderWaiting, type LiveWaiting } from './live-area.ts'
import { renderSessionTable, renderTotals } from './session-table.ts'
import { count, duration, shortId } from './units.ts'

/**
 * A reporter for people. In a terminal, every session that waits for a retry has a line of its own below
 * the output, counting down; elsewhere it is told once, in a plain line.
 */
export function createTextSequenceReporter(context: Context): SequenceReporter {
  const { stdout, stderr, env, clock } = context
  const style = createStyle(stdout, env)
  const live = createLiveArea(stdout, clock, style)
  let statusWidth = 0
  let heading = ''
  return {
    onStart: (start) => {
      statusWidth = widestStatus(start)
      stderr.write(renderStart(start, createStyle(stderr, env)))
    },
    onSending: ({ session }) => {
      if (heading !== session.interviewId) live.print(`\n${renderSessionHeading(session, style)}`)
      heading = session.interviewId
    },
    onAttempt: (attempt) => {
      live.remove(attempt.notification)
      live.print(renderAttempt(attempt, statusWidth, style))
    },
    onWaiting: (waiting) => {
      if (stdout.isTTY) live.add(waiting.notification, toLive(waiting, style))
      else
        stdout.write(
          `${indented(renderWaiting(describeNext(waiting, style), waiting.delayMs), 10, style)}\n`,
        )
    },
    onDelivery: () => {},
    onEnd: (run) => {
      live.close()
      if (run.deliveries.length > 0) stdout.write(`\n${renderSessionTable(run.deliveries, style)}`)
      stdout.write(`\n${renderTotals(run, style)}`)
    },
  }
}

function widestStatus({ sessions }: SequenceStart): number {
  const planned = sessions.flatMap(({ notifications }) => notifications)
  return Math.max(0, ...planned.map(({ onboardingStatus }) => onboardingStatus.length))
}

function renderStart(start: SequenceStart, style: Style): string {
  const { sessions, url, timeoutMs } = start
  const planned = sessions.flatMap(({ notifications }) => notifications)
  const ours = start.isTimeoutOurs ? ' (our assumption, the vendor states none)' : ''
  const facts = `${count(sessions.length, 'session')}, ${count(planned.length, 'notification')}`
  const text = `POST ${style.show(url.href)}: ${facts}; timeout ${duration(timeoutMs)}${ours}`
  return `${indented(style.paint.dim(text), 0, style)}\n${renderDisorder(start, style)}`
}

function toLive(waiting: WaitingRetry, style: Style): LiveWaiting {
  const { session } = waiting.notification
  const group = `${style.show(session.label)} ${shortId(session.interviewId)}`
  return { group, text: describeNext(waiting, style), delayMs: waiting.delayMs }
}

function describeNext({ notification, attempt }: WaitingRetry, style: Style): string {
  return `attempt ${attempt} of ${style.show(notification.onboardingStatus)}`
}
