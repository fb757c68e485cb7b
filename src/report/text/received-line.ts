import type { Notification } from '../../contract/notification.ts'
import type { ReceivedContent, ReceivedRequest } from '../../contract/received.ts'
import { isStatus, phaseOf, type StatusPhase } from '../../contract/status.ts'
import { shownPath } from '../shown-path.ts'
import { fits, indented, padEnd, padStart, type Style } from '../style.ts'
import { describeFinding } from './describe-finding.ts'
import { byteSize, clockTime, shortId } from './units.ts'

type NotificationContent = Extract<ReceivedContent, { kind: 'notification' }>

const STATUS_WIDTH = 34
const NOTE_INDENT = 10

/**
 * One request that came in: time, status, session, size, bearer, external id; below it whatever is
 * odd about it. A refused one shows the code and the detail instead.
 */
export function renderReceived(received: ReceivedRequest, style: Style): string {
  const { content } = received
  if (content.kind === 'refused')
    return renderRefused(received, content.code, content.detail, style)
  const notes = [...oddNotes(content), ...answerNote(received)]
  const wide = wideLine(received, content.notification, style)
  const lines = fits(wide, style) ? [wide] : stackedLines(received, content.notification, style)
  const noteLines = notes.map((note) => indented(style.paint.yellow(note), NOTE_INDENT, style))
  return `${[...lines, ...noteLines].join('\n')}\n`
}

/** True for what somebody should look at: refused, odd in itself, at an odd place in its session, or not answered. */
export function isOdd({ content, httpStatus }: ReceivedRequest): boolean {
  return content.kind === 'refused' || httpStatus === null || oddNotes(content).length > 0
}

function oddNotes({ findings, warnings, duplicateOf }: NotificationContent): string[] {
  const first = duplicateOf === null ? '' : `, as #${duplicateOf}`
  return [
    ...findings.map((each) => describeFinding(each) + (each.flag === 'repeated' ? first : '')),
    ...(warnings.length > 0 ? ['no Content-Type: the vendor sends application/json'] : []),
  ]
}

function wideLine(received: ReceivedRequest, notification: Notification, style: Style): string {
  const facts = [
    padEnd(paintStatus(notification.onboardingStatus, style), STATUS_WIDTH),
    style.paint.dim(shortId(notification.interviewId)),
    padStart(byteSize(received.sizeBytes), 5),
    padEnd(bearer(received), 9),
    style.show(notification.externalCustomerId ?? '-'),
  ].join(' ')
  return `${style.paint.dim(clockTime(received.receivedAt))}  ${facts}`
}

function stackedLines(
  received: ReceivedRequest,
  notification: Notification,
  style: Style,
): string[] {
  const facts = [
    style.paint.dim(clockTime(received.receivedAt)),
    shortId(notification.interviewId),
    byteSize(received.sizeBytes),
    bearer(received),
  ].join(' ')
  const id = notification.externalCustomerId
  const status = indented(paintStatus(notification.onboardingStatus, style), 2, style)
  return [
    indented(facts, 0, style),
    status,
    ...(id === null ? [] : [indented(style.show(id), 2, style)]),
  ]
}

function renderRefused(
  received: ReceivedRequest,
  code: string,
  detail: string,
  style: Style,
): string {
  const answered = received.httpStatus === null ? 'no answer' : String(received.httpStatus)
  const head = `${style.paint.dim(clockTime(received.receivedAt))}  ${style.paint.red(`refused ${answered}`)}`
  const request = `${style.show(received.method)} ${style.show(shownPath(received.path))}`
  const note = `${code}: ${style.show(detail)}`
  return `${indented(`${head}  ${request}`, 0, style)}\n${indented(style.paint.yellow(note), NOTE_INDENT, style)}\n`
}

function answerNote({ httpStatus }: ReceivedRequest): string[] {
  if (httpStatus === null) return ['the sender was gone before our answer']
  return httpStatus === 204 ? [] : [`answered ${httpStatus}`]
}

function bearer({ hasBearer }: ReceivedRequest): string {
  return hasBearer ? 'bearer' : 'no bearer'
}

/** A status in the colour of its phase. */
export function paintStatus(status: string, style: Style): string {
  const name = style.show(status)
  const phase: StatusPhase = isStatus(status) ? phaseOf(status) : 'never-sent'
  const paints = {
    'never-sent': style.paint.magenta,
    progress: style.paint.cyan,
    finished: style.paint.green,
    review: status.endsWith('APPROVED') ? style.paint.green : style.paint.red,
    expired: style.paint.yellow,
  } as const
  return paints[phase](name)
}
