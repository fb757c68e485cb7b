import type { Context } from '../context.ts'
import type {
  Attempt,
  Delivery,
  PlannedNotification,
  PlannedSession,
} from '../contract/delivery.ts'
import { harmless, toJsonLine } from './harmless.ts'
import { attemptRecord, deliveryRecord, senderSummaryRecord } from './json/records.ts'
import { createStyle, indented } from './style.ts'
import { renderAttempt, renderSessionHeading } from './text/attempt-line.ts'
import { renderSessionTable, renderTotals } from './text/session-table.ts'
import { count, duration } from './text/units.ts'

/** Tells what happens while a sequence is sent, and what became of it. */
export interface SequenceReporter {
  readonly onStart: (sessions: readonly PlannedSession[], url: URL, timeoutMs: number) => void
  readonly onSending: (notification: PlannedNotification) => void
  readonly onAttempt: (attempt: Attempt) => void
  readonly onDelivery: (delivery: Delivery) => void
  readonly onEnd: (deliveries: readonly Delivery[], notSent: number, elapsedMs: number) => void
}

/** A reporter on the context's standard output: NDJSON, or lines for people. */
export function createSequenceReporter(context: Context, isJson: boolean): SequenceReporter {
  return isJson ? jsonReporter(context) : textReporter(context)
}

function jsonReporter({ stdout }: Context): SequenceReporter {
  const print = (record: object): void => void stdout.write(toJsonLine(record))
  return {
    onStart: () => {},
    onSending: () => {},
    onAttempt: (attempt) => print(attemptRecord(attempt)),
    onDelivery: (delivery) => print(deliveryRecord(delivery)),
    onEnd: (deliveries, notSent, elapsedMs) =>
      print(senderSummaryRecord(deliveries, notSent, elapsedMs)),
  }
}

function textReporter({ stdout, stderr, env }: Context): SequenceReporter {
  const style = createStyle(stdout, env)
  const errorStyle = createStyle(stderr, env)
  let statusWidth = 0
  let heading = ''
  return {
    onStart: (sessions, url, timeoutMs) => {
      const planned = sessions.flatMap(({ notifications }) => notifications)
      statusWidth = Math.max(0, ...planned.map(({ onboardingStatus }) => onboardingStatus.length))
      const facts = `${count(sessions.length, 'session')}, ${count(planned.length, 'notification')}`
      const text = `POST ${harmless(url.href)}: ${facts}; timeout ${duration(timeoutMs)} (our assumption, the vendor states none)`
      stderr.write(`${indented(errorStyle.paint.dim(text), 0, errorStyle)}\n`)
    },
    onSending: ({ session }) => {
      if (heading !== session.interviewId) stdout.write(`\n${renderSessionHeading(session, style)}`)
      heading = session.interviewId
    },
    onAttempt: (attempt) => void stdout.write(renderAttempt(attempt, statusWidth, style)),
    onDelivery: () => {},
    onEnd: (deliveries, notSent, elapsedMs) => {
      if (deliveries.length > 0) stdout.write(`\n${renderSessionTable(deliveries, style)}`)
      stdout.write(`\n${renderTotals(deliveries, notSent, elapsedMs, style)}`)
    },
  }
}
