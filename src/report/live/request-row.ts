import { forwardFacts } from '../../contract/forward.ts'
import { describeForward } from '../journal/listed-line.ts'
import { shownPath } from '../shown-path.ts'
import { cutLine, isNarrow, padEnd, type Style } from '../style.ts'
import { isOdd, paintStatus } from '../text/received-line.ts'
import { clockTime, shortId } from '../text/units.ts'
import type { LiveRow } from './live-history.ts'

const STATUS_WIDTH = 34

/** One line of the list, cut to the width of the terminal. */
export function renderRow(row: LiveRow, isSelected: boolean, style: Style): string {
  const { received } = row
  const mark = isSelected ? style.paint.cyan('❯') : ' '
  const what = subject(row, style)
  const time = style.paint.dim(clockTime(received.receivedAt))
  const id = style.paint.dim(idOf(row))
  const facts = isNarrow(style)
    ? [mark, id, answer(row, style), oddMark(row, style), what]
    : [
        mark,
        time,
        '',
        padEnd(what, STATUS_WIDTH),
        id,
        '',
        answer(row, style),
        '',
        ...notes(row, style),
      ]
  const line = cutLine(facts.join(' ').trimEnd(), style)
  return isSelected ? style.paint.bold(line) : line
}

function subject({ received }: LiveRow, style: Style): string {
  const { content, method, path } = received
  if (content.kind === 'notification')
    return paintStatus(content.notification.onboardingStatus, style)
  return style.paint.red(style.show(`${method} ${shownPath(path)}`))
}

function idOf({ received: { content } }: LiveRow): string {
  return content.kind === 'notification' ? shortId(content.notification.interviewId) : '   -'
}

function answer({ received: { httpStatus, content } }: LiveRow, style: Style): string {
  if (httpStatus === null) return style.paint.yellow('gone')
  if (content.kind === 'refused') return style.paint.red(String(httpStatus))
  return httpStatus < 300
    ? style.paint.green(String(httpStatus))
    : style.paint.yellow(String(httpStatus))
}

/** What is odd, and what the app said. */
function notes({ received: { content }, forward }: LiveRow, style: Style): string[] {
  const odd =
    content.kind === 'refused'
      ? [content.code]
      : [...new Set(content.findings.map(({ flag }) => flag)), ...content.warnings]
  return [
    ...odd.map((each) => style.paint.yellow(style.show(each))),
    ...(forward === null ? [] : [describeForward(forwardFacts(forward), style)]),
  ]
}

/** Where there is no room for notes: that there would be one. */
function oddMark({ received, forward }: LiveRow, style: Style): string {
  const isBad = isOdd(received) || forward?.verdict.verdict === 'rejected'
  return isBad ? style.paint.yellow('!') : ' '
}
