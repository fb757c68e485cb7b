import type { Context } from '../../context.ts'
import type { PlannedSession } from '../../contract/delivery.ts'
import { STATUSES } from '../../contract/status.ts'
import type { SequenceReporter, SequenceStart, WaitingRetry } from '../sequence-events.ts'
import { createStyle, indented, type Style } from '../style.ts'
import { renderAttempt, renderSessionHeading } from './attempt-line.ts'
import { renderDisorder } from './disorder-lines.ts'
import { createLiveArea, renderWaiting, type LiveWaiting } from './live-area.ts'
import { renderSessionTable, renderTotals } from './session-table.ts'
import { count, duration, shortId } from './units.ts'

/**
 * A reporter for people. In a terminal, every session that waits for a retry has a line of its own below
 * the output, counting down; elsewhere, and where others print between its lines, it is told once, in a
 * plain line.
 */
export function createTextSequenceReporter(context: Context, isAlone = true): SequenceReporter {
  const { stdout, stderr, env, clock } = context
  const style = createStyle(stdout, env)
  const live = createLiveArea(stdout, clock, style)
  let statusWidth = 0
  let heading = ''
  let hasHeadings = true
  return {
    onStart: (start) => {
      statusWidth = widestStatus(start)
      hasHeadings = !isMixed(start)
      stderr.write(renderStart(start, createStyle(stderr, env)))
      if (!hasHeadings) stdout.write('\n')
    },
    onSending: ({ session }) => {
      if (!hasHeadings || heading === session.interviewId) return
      live.print(`\n${renderSessionHeading(session, style)}`)
      heading = session.interviewId
    },
    onAttempt: (attempt) => {
      live.remove(attempt.notification)
      live.print(renderAttempt(attempt, statusWidth, style))
    },
    onWaiting: (waiting) => {
      if (stdout.isTTY && isAlone) live.add(waiting.notification, toLive(waiting, style))
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

/** Longer statuses are none of the vendor's; they stand out of their column. */
const WIDEST_STATUS = Math.max(...STATUSES.map((status) => status.length))

function widestStatus({ sessions }: SequenceStart): number {
  const lengths = sessions.flatMap(({ notifications }) =>
    notifications.map(({ onboardingStatus }) => onboardingStatus.length),
  )
  const widest = lengths.reduce((most, length) => Math.max(most, length), 0)
  return Math.min(widest, WIDEST_STATUS)
}

/** True where a session comes back after another one: then no heading can stand over all of it. */
function isMixed({ sessions }: SequenceStart): boolean {
  return countSessions(sessions) < sessions.length
}

function countSessions(sessions: readonly PlannedSession[]): number {
  return new Set(sessions.map(({ session }) => session)).size
}

function renderStart(start: SequenceStart, style: Style): string {
  const { sessions, url, timeoutMs } = start
  const planned = sessions.flatMap(({ notifications }) => notifications)
  const ours = start.isTimeoutOurs ? ' (our assumption, the vendor states none)' : ''
  const facts = `${count(countSessions(sessions), 'session')}, ${count(planned.length, 'notification')}`
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
