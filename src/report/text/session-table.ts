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

/** What the wide table takes beside label and id: four figures under their heads, and the space between. */
const FIGURES_WIDTH = 41
const SHORTEST_ID = 12

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
  const rows = totalsBySession(deliveries)
  const idWidth = widthForIds(rows, style)
  for (const totals of rows) {
    table.push(narrow ? narrowRow(totals, style) : wideRow(totals, idWidth, style))
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

function wideRow(totals: SessionTotals, idWidth: number, style: Style): string[] {
  return [
    style.show(totals.session.label),
    fitId(style.show(totals.session.interviewId), idWidth),
    ...numbers(totals, style),
    wholeMs(totals.slowestMs),
  ]
}

function widthForIds(rows: readonly SessionTotals[], style: Style): number {
  const labels = rows.map(({ session }) => style.show(session.label).length)
  const widest = labels.reduce((most, length) => Math.max(most, length), 'session'.length)
  return Math.max(SHORTEST_ID, style.columns - widest - FIGURES_WIDTH)
}

/** An id in the width that is left; of a longer one the last four stay, which the lines above show. */
function fitId(id: string, width: number): string {
  const letters = Array.from(id)
  if (letters.length <= width) return id
  return `${letters.slice(0, width - 5).join('')}…${letters.slice(-4).join('')}`
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
