import { forwardFacts } from '../../contract/forward.ts'
import { renderExchange } from '../journal/exchange-page.ts'
import { renderRecordedCurl } from '../journal/recorded-curl.ts'
import { hanging, indented, padEnd, type Style } from '../style.ts'
import { explainedForward } from '../text/forward-line.ts'
import { selectedRow, type LiveModel } from './live-model.ts'
import type { LiveRow } from './live-history.ts'
import { sessionsPage } from './session-lines.ts'

/** All lines of a page that is no list; the frame shows as many as fit. */
export function pageLines(model: LiveModel, style: Style): string[] {
  if (model.view.page === 'sessions') {
    const { sessions, count } = model.desk.latestSessions(SHOWN_SESSIONS)
    return sessionsPage(sessions, count, model.layouts, style)
  }
  if (model.view.page === 'help') return helpLines(style)
  const row = selectedRow(model)
  if (row === undefined) return [style.paint.dim('nothing is selected')]
  return model.view.page === 'curl' ? curlLines(row, model, style) : detailLines(row, model, style)
}

function detailLines({ received, forward }: LiveRow, { desk }: LiveModel, style: Style): string[] {
  const exchange = {
    request: desk.toRecord(received),
    forward: forward === null ? null : forwardFacts(forward),
    reply: null,
  }
  const findings = received.content.kind === 'notification' ? received.content.findings : []
  const why = forward === null ? [] : explainedForward(forward, style)
  return [
    ...renderExchange(exchange, findings, style, MOST_OF_BODY).trimEnd().split('\n'),
    ...why.flatMap((line) => indented(line, WHY_INDENT, style).split('\n')),
  ]
}

function curlLines({ received }: LiveRow, { desk }: LiveModel, style: Style): string[] {
  const command = renderRecordedCurl(desk.toRecord(received)).split('\n')
  // Cut and not wrapped: a command that is broken at the edge of a screen is none any more.
  const shown = command.slice(0, MOST_LINES).map((line) => style.show(line))
  const whole = `hookstep journal show ${received.seq} --curl prints it whole`
  return [...shown, '', style.paint.dim(whole)]
}

/** Below what was answered, which stands beside its label. */
const WHY_INDENT = 11

/** Laying a text out takes time with its square, and nobody may wait for it. */
const MOST_OF_BODY = 4000
const MOST_LINES = 200
const SHOWN_SESSIONS = 200

const KEY_WIDTH = 8
const KEYS: readonly (readonly [string, string])[] = [
  ['↑ ↓ k j', 'select a request, or scroll a page; Page Up, Page Down, Home and End too'],
  ['return', 'everything about the selected request'],
  ['esc', 'back; in the list, follow the newest again'],
  ['tab', 'the sessions, each with its statuses in order'],
  ['/ f', 'show only what has this text in its status, ids, code or path'],
  ['r', 'send the selected request to your app once more (--forward-to)'],
  ['c', 'the curl command that sends it again, on the clipboard where the terminal can'],
  ['o', 'open the folder of the journal'],
  ['q', 'end, with a summary; Ctrl+C too'],
]

function helpLines(style: Style): string[] {
  return KEYS.flatMap(([key, text]) => {
    const label = style.paint.bold(padEnd(key, KEY_WIDTH))
    return hanging(`${label} `, KEY_WIDTH + 1, text, style).split('\n')
  })
}
