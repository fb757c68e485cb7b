import Table from 'cli-table3'
import type { Delivery, SequenceRun } from '../../contract/delivery.ts'
import { totalsBySession, totalsOf, type SessionTotals } from '../sequence-totals.ts'
import { indented, isNarrow, type Style } from '../style.ts'
import { count, duration, shortId, wholeMs } from './units.ts'

const PLAIN_CHARS = {
  ...{ top: '', 'top-mid': '', 'top-left': '', 'top-right': '' },
  ...{ bottom: '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '' },
  ...{ left: '', 'left-mid': '', mid: '', 'mid-mid': '', right: '', 'right-mid': '' },
  middle: '  ',
}

/** The table by session: what was sent, acknowledged and rejected, and the slowest answer. */
export function renderSessionTable(deliveries: readonly Delivery[], style: Style): string {
  const narrow = isNarrow(style)
  const head = narrow
    ? ['session', 'sent', 'ack', 'rej']
    : ['session', 'interviewId', 'sent', 'acknowledged', 'rejected', 'slowest']
  const table = new Table({
    head: head.map((title) => style.paint.dim(title)),
    chars: PLAIN_CHARS,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
    colAligns: head.map((_, index) => (index < (narrow ? 1 : 2) ? 'left' : 'right')),
  })
  for (const totals of totalsBySession(deliveries)) {
    table.push(narrow ? narrowRow(totals, style) : wideRow(totals, style))
  }
  return `${table.toString()}\n`
}

/** The last line of a run: how many were acknowledged, and why the others were not. */
export function renderTotals(run: SequenceRun, style: Style): string {
  const { deliveries, notSent } = run
  const { acknowledged, rejected, attempts, reasons } = totalsOf(deliveries)
  const why = reasons.map(([reason, times]) => `${reason} ${times}`).join(', ')
  const text = [
    `${acknowledged} of ${count(deliveries.length + notSent.length, 'notification')} acknowledged`,
    ...(rejected > 0 ? [`${rejected} rejected (${why})`] : []),
    ...(notSent.length > 0 ? [`${notSent.length} not sent`] : []),
  ].join(', ')
  const isGood = rejected === 0 && notSent.length === 0
  const paint = isGood ? style.paint.green.bold : style.paint.red.bold
  const effort = attempts > deliveries.length ? ` and ${count(attempts, 'attempt')}` : ''
  const line = `${paint(text)} ${style.paint.dim(`in ${duration(run.durationMs)}${effort}`)}`
  return `${indented(line, 0, style)}\n`
}

function wideRow(totals: SessionTotals, style: Style): string[] {
  return [
    style.show(totals.session.label),
    style.show(totals.session.interviewId),
    ...numbers(totals, style),
    wholeMs(totals.slowestMs),
  ]
}

function narrowRow(totals: SessionTotals, style: Style): string[] {
  const name = `${style.show(totals.session.label).slice(0, 14)} ${shortId(totals.session.interviewId)}`
  return [name, ...numbers(totals, style)]
}

function numbers({ deliveries, acknowledged, rejected }: SessionTotals, style: Style): string[] {
  return [
    String(deliveries),
    String(acknowledged),
    rejected === 0 ? '0' : style.paint.red(String(rejected)),
  ]
}
