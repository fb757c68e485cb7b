import type { ForwardRecord, ForwardResult, ReplyRecord } from '../../journal/record.ts'
import { shownPath } from '../shown-path.ts'
import { fits, indented, padEnd, padStart, type Style } from '../style.ts'
import { paintStatus } from '../text/received-line.ts'
import { clockTime, wholeMs } from '../text/units.ts'
import type { ListedRequest } from './listed-request.ts'

const SEQ_WIDTH = 4
const STATUS_WIDTH = 34
const ID_WIDTH = 24
const ANSWER_WIDTH = 4
const NOTE_INDENT = 14
/** From this width on, a line has room for the date. */
const WIDE_COLUMNS = 110

/** A line of a list; `late` is what was told of a request too late to stand on its line. */
export type ListedEntry =
  | { readonly kind: 'request'; readonly request: ListedRequest }
  | { readonly kind: 'late'; readonly record: ForwardRecord | ReplyRecord }

/** Renders the lines of one list, in their order. */
export interface ListRenderer {
  readonly render: (entry: ListedEntry) => string
}

/**
 * A line for each request: its number, when it came, its status or why it was refused, its session, what
 * we answered, what the local app said to it, and what is odd about it. Where a line has no room for
 * the date, a line of its own tells of every new day.
 */
export function createListRenderer(style: Style): ListRenderer {
  let day = ''
  const heading = (date: Date): string => {
    const before = day
    day = dayOf(date)
    return before === day || isWide(style) ? '' : `${style.paint.bold(day)}\n`
  }
  return {
    render: (entry) =>
      entry.kind === 'late'
        ? heading(entry.record.at) + renderLate(entry.record, style)
        : heading(entry.request.receivedAt) + renderListed(entry.request, style),
  }
}

function renderListed(listed: ListedRequest, style: Style): string {
  const gap = isWide(style) ? '  ' : ' '
  const notes = notesOf(listed, style)
  const facts = [
    head(listed.seq, listed.receivedAt, gap, style),
    padEnd(statusOf(listed, style), STATUS_WIDTH),
    padEnd(subjectOf(listed, style), ID_WIDTH),
    padEnd(answerOf(listed, style), ANSWER_WIDTH),
  ].join(gap)
  const line = [facts, ...notes].join('  ').trimEnd()
  if (fits(line, style)) return `${line}\n`
  if (!fits(facts.trimEnd(), style)) return stacked(listed, notes, style)
  return `${facts.trimEnd()}\n${indented(notes.join('  '), NOTE_INDENT, style)}\n`
}

function stacked(listed: ListedRequest, notes: readonly string[], style: Style): string {
  const first = `${head(listed.seq, listed.receivedAt, ' ', style)} ${answerOf(listed, style)}`
  const below = [statusOf(listed, style), subjectOf(listed, style), ...notes]
  return `${[first, ...below.map((each) => indented(each, NOTE_INDENT, style))].join('\n')}\n`
}

function renderLate(record: ForwardRecord | ReplyRecord, style: Style): string {
  const what = record.type === 'forward' ? describeForward(record, style) : describeReply(record)
  const text = `${head(record.seq, record.at, isWide(style) ? '  ' : ' ', style)} late: ${what}`
  return `${indented(text, 0, style)}\n`
}

function head(seq: number, date: Date, gap: string, style: Style): string {
  const time = isWide(style) ? fullTime(date) : clockTime(date)
  return `${padStart(String(seq), SEQ_WIDTH)}${gap}${style.paint.dim(time)}`
}

function statusOf({ verdict }: ListedRequest, style: Style): string {
  return verdict.kind === 'refused'
    ? style.paint.red(style.show(verdict.code))
    : paintStatus(verdict.onboardingStatus, style)
}

/** The session; of a request that belongs to none, where it went. */
function subjectOf({ verdict, method, path }: ListedRequest, style: Style): string {
  const text = verdict.kind === 'refused' ? `${method} ${shownPath(path)}` : verdict.interviewId
  return style.paint.dim(style.show(text))
}

function answerOf(listed: ListedRequest, style: Style): string {
  const { httpStatus, isDelivered } = listed
  if (isPassedOn(listed, style)) return style.paint.green(`→${httpStatus}`)
  if (!isDelivered) return style.paint.yellow('gone')
  return httpStatus === null ? '-' : String(httpStatus)
}

/** True where our answer was the local app's, which is good, and a line has no room to say more. */
function isPassedOn({ forward, httpStatus }: ListedRequest, style: Style): boolean {
  const isGood = forward?.verdict === 'acknowledged' && forward.httpStatus === httpStatus
  return isGood && !isWide(style)
}

function notesOf(listed: ListedRequest, style: Style): string[] {
  const { forward, findings, verdict } = listed
  const flags = [...new Set(findings.map(({ flag }) => flag))]
  const warnings = verdict.kind === 'refused' ? [] : verdict.warnings.map(style.show)
  const odd = [...flags, ...warnings].map((each) => style.paint.yellow(each))
  const isTold = forward === null || isPassedOn(listed, style)
  return [...(isTold ? [] : [describeForward(forward, style)]), ...odd]
}

/** `→ 200 in 12 ms`, `→ 500 WRONG_STATUS in 3 ms`, `→ no answer TIMEOUT in 30000 ms`. */
export function describeForward(forward: ForwardResult, style: Style): string {
  const { httpStatus, verdict, reason, durationMs } = forward
  const words = [httpStatus ?? 'no answer', ...(reason === null ? [] : [style.show(reason)])]
  const paint = verdict === 'acknowledged' ? style.paint.green : style.paint.red
  return `${paint(`→ ${words.join(' ')}`)} ${style.paint.dim(`in ${wholeMs(durationMs)}`)}`
}

function describeReply({ httpStatus }: ReplyRecord): string {
  return httpStatus === null ? 'the sender was gone before our answer' : `answered ${httpStatus}`
}

/** `2026-01-02 03:04:05`, in the machine's own time zone. */
export function fullTime(date: Date): string {
  return `${dayOf(date)} ${clockTime(date)}`
}

function isWide(style: Style): boolean {
  return style.columns >= WIDE_COLUMNS
}

function dayOf(date: Date): string {
  const parts = [date.getFullYear(), date.getMonth() + 1, date.getDate()]
  return parts.map((part) => String(part).padStart(2, '0')).join('-')
}
