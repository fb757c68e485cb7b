import { cutLine, type Style } from '../style.ts'
import { footerLines, headerLines } from './frame-edges.ts'
import { matching, type LiveRow } from './live-history.ts'
import { selectedRow, type LiveModel } from './live-model.ts'
import type { ListPlace } from './live-view.ts'
import { pageLines } from './page-lines.ts'
import { renderRow } from './request-row.ts'

/** One screen: its lines, and what the keys need to know of it. */
export interface LiveFrame {
  readonly lines: readonly string[]
  readonly place: ListPlace
}

/** Of the session of the selected request, this many lines. */
const TIMELINE_ROWS = 4
/** In a window lower than this, the list has all the room. */
const LOW_ROWS = 16

/** The frame for a terminal of this height: exactly so many lines, none wider than it. */
export function renderFrame(model: LiveModel, rows: number, style: Style): LiveFrame {
  const isLow = rows < LOW_ROWS
  const header = headerLines(model, isLow, style)
  const footer = footerLines(model, isLow, style)
  const pageRows = Math.max(1, rows - header.length - footer.length)
  const seqs = matching(model.rows, model.view.filter).map(({ received }) => received.seq)
  const body =
    model.view.page === 'requests'
      ? { lines: requestsPage(model, pageRows, isLow, style), maxScroll: 0 }
      : scrolled(pageLines(model, style), model.view.scroll, pageRows)
  const filler = Array.from({ length: Math.max(0, pageRows - body.lines.length) }, () => '')
  const lines = [...header, ...body.lines, ...filler, ...footer].slice(-rows)
  return {
    lines: lines.map((line) => cutLine(line, style)),
    place: { seqs, pageRows, maxScroll: body.maxScroll },
  }
}

function scrolled(
  lines: readonly string[],
  scroll: number,
  pageRows: number,
): { lines: readonly string[]; maxScroll: number } {
  const maxScroll = Math.max(0, lines.length - pageRows)
  const from = Math.min(scroll, maxScroll)
  return { lines: lines.slice(from, from + pageRows), maxScroll }
}

/** The list, the newest last, and below it the session of the selected request. */
function requestsPage(model: LiveModel, pageRows: number, isLow: boolean, style: Style): string[] {
  const rows = matching(model.rows, model.view.filter)
  if (rows.length === 0) return [style.paint.dim(emptyText(model))]
  const selected = selectedRow(model) as LiveRow
  const timeline = isLow ? [] : timelineOf(selected, model, style)
  const room = Math.max(1, pageRows - timeline.length)
  const at = rows.indexOf(selected)
  const from = Math.max(0, Math.min(at - Math.floor(room / 2), rows.length - room))
  const list = rows.slice(from, from + room).map((row) => renderRow(row, row === selected, style))
  const gap = Array.from({ length: room - list.length }, () => '')
  return [...list, ...gap, ...timeline]
}

function timelineOf({ received }: LiveRow, { desk, layouts }: LiveModel, style: Style): string[] {
  const { content } = received
  if (content.kind === 'refused') return []
  const session = desk.session(content.notification.interviewId)
  if (session === null) return []
  const lines = layouts.of(session, style)
  const shown = lines.length > TIMELINE_ROWS ? [...lines.slice(0, TIMELINE_ROWS - 1), '  …'] : lines
  return ['', ...shown, ...Array.from({ length: TIMELINE_ROWS - shown.length }, () => '')]
}

function emptyText({ view, rows }: LiveModel): string {
  return view.filter === '' || rows.length === 0
    ? 'waiting for the first notification'
    : 'nothing fits the filter'
}
