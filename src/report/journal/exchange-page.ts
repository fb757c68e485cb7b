import type { SessionFinding } from '../../contract/judge-session.ts'
import type { RecordedExchange } from '../../journal/collect-exchanges.ts'
import { shownPath } from '../shown-path.ts'
import { indented, isNarrow, padEnd, type Style } from '../style.ts'
import { describeFinding } from '../text/describe-finding.ts'
import { paintStatus } from '../text/received-line.ts'
import { bodyLines } from './body-lines.ts'
import { describeForward, fullTime } from './listed-line.ts'

const LABEL_WIDTH = 9

/**
 * Everything that a journal holds of one request: what came, line by line, and below it what it was taken
 * for, what was answered, and what the local app said to it. Of the body `mostOfBody` characters at most.
 */
export function renderExchange(
  exchange: RecordedExchange,
  findings: readonly SessionFinding[],
  style: Style,
  mostOfBody = Number.POSITIVE_INFINITY,
): string {
  const { request } = exchange
  const time = `${fullTime(request.receivedAt)}.${milliseconds(request.receivedAt)}`
  const blocks = [
    [indented(`${style.paint.bold(`#${request.seq}`)}  ${style.paint.dim(time)}`, 0, style)],
    requestLines(exchange, style),
    bodyLines(request, style, mostOfBody),
    outcomeLines(exchange, findings, style),
  ]
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`
}

function milliseconds(date: Date): string {
  return String(date.getMilliseconds()).padStart(3, '0')
}

function requestLines({ request }: RecordedExchange, style: Style): string[] {
  const { method, path, httpVersion, rawHeaders } = request
  const line = `${method} ${shownPath(path)} HTTP/${httpVersion}`
  return [
    indented(style.paint.cyan(style.showMessage(line)), 0, style),
    ...rawHeaders.map(([name, value]) =>
      indented(`${style.paint.dim(`${style.show(name)}:`)} ${style.showMessage(value)}`, 2, style),
    ),
  ]
}

function outcomeLines(
  exchange: RecordedExchange,
  findings: readonly SessionFinding[],
  style: Style,
): string[] {
  const { forward } = exchange
  return [
    ...verdictFacts(exchange, style),
    ...findings.map((each): Fact => ['finding', style.paint.yellow(describeFinding(each))]),
    ['answer', answerOf(exchange)] as const,
    ...(forward === null ? [] : [['forward', describeForward(forward, style)] as const]),
  ].map((fact) => renderFact(fact, style))
}

type Fact = readonly [label: string, text: string]

function verdictFacts({ request: { verdict } }: RecordedExchange, style: Style): Fact[] {
  if (verdict.kind === 'refused') {
    const { code, detail } = verdict
    return [['refused', `${style.paint.red(style.show(code))}: ${style.showMessage(detail)}`]]
  }
  const { interviewId, externalCustomerId, onboardingStatus, warnings } = verdict
  return [
    ['status', paintStatus(onboardingStatus, style)],
    ['session', style.show(interviewId)],
    ['customer', style.show(externalCustomerId ?? 'no external id')],
    ...warnings.map((code): Fact => ['warning', style.paint.yellow(style.show(code))]),
  ]
}

/** The status that the sender got, or why it got none. */
function answerOf({ request: { answer }, reply }: RecordedExchange): string {
  if (reply !== null && reply.httpStatus === null) {
    return `none: the sender was gone before ${answer === null ? 'it' : `our ${answer.httpStatus}`}`
  }
  const httpStatus = reply?.httpStatus ?? answer?.httpStatus
  return httpStatus === undefined ? 'not known: the journal ends before it' : String(httpStatus)
}

function renderFact([label, text]: Fact, style: Style): string {
  if (!isNarrow(style)) {
    const [first = '', ...rest] = indented(text, LABEL_WIDTH + 2, style).split('\n')
    return [`${style.paint.dim(padEnd(label, LABEL_WIDTH))}  ${first.trimStart()}`, ...rest].join(
      '\n',
    )
  }
  return indented(`${style.paint.dim(`${label}:`)} ${text}`, 0, style)
}
