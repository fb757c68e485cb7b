import type { Context, OutputStream } from '../../context.ts'
import { createLinePrinter, type LinePrinter } from '../line-printer.ts'
import { createStyle, type Style } from '../style.ts'
import { renderForward } from '../text/forward-line.ts'
import { renderJournalEvent } from '../text/journal-event-line.ts'
import { renderTokenRequest } from '../text/oauth-lines.ts'
import { isOdd, renderReceived } from '../text/received-line.ts'
import { clockTime } from '../text/units.ts'
import {
  renderReady,
  renderReceiverEnd,
  renderSkippedLines,
  renderTunnelChange,
  renderUrlChange,
} from './receiver-lines.ts'
import type { ReceiverReporter } from './receiver-reporter.ts'
import { createOutageClock, createTunnelNews } from './tunnel-news.ts'

/** Some seven hundred lines: what a person may want to scroll through after a pause. */
const MOST_BYTES = 64 * 1024

/** A reporter for people: a line for each notification; a quiet one tells only of what is wrong, and the sum. */
export function createTextReceiverReporter(context: Context, isQuiet: boolean): ReceiverReporter {
  const { stdout, stderr, env, clock } = context
  const [style, errorStyle] = [createStyle(stdout, env), createStyle(stderr, env)]
  const [out, err] = [printerOf(stdout, style), printerOf(stderr, errorStyle)]
  const now = (): string => clockTime(clock.now())
  const isNews = createTunnelNews()
  const sinceWhenDown = createOutageClock()
  let givenUrl: string | null = null
  return {
    onListening: (url) => {
      if (!isQuiet) err.print(`${errorStyle.paint.dim(`listening on ${url}`)}\n`)
    },
    onTunnel: (change) => {
      const time = now()
      const downSince = sinceWhenDown(change, time)
      const isShown = isNews(change) && (!isQuiet || change.state !== 'opening')
      if (isShown) {
        err.print(renderTunnelChange(change, { time, downSince }, errorStyle))
      }
      if (givenUrl === null || change.publicUrl === null || change.publicUrl === givenUrl) return
      err.print(renderUrlChange(givenUrl, change.publicUrl, errorStyle))
      givenUrl = change.publicUrl
    },
    onReady: (ready) => {
      givenUrl = ready.publicUrl
      err.print(renderReady(ready, errorStyle))
    },
    onRequest: (received) => {
      if (!isQuiet || isOdd(received)) out.print(renderReceived(received, style))
    },
    onForward: (result, received) => {
      if (!isQuiet || result.verdict.verdict === 'rejected') {
        out.print(renderForward(result, received, style))
      }
    },
    onJournal: (event) => err.print(renderJournalEvent(event, now(), errorStyle)),
    onTokenRequest: (request) => {
      if (!isQuiet || request.outcome.kind === 'refused')
        out.print(renderTokenRequest(request, style))
    },
    onEnd: (totals, sessions) => out.printLast(renderReceiverEnd(totals, sessions, style)),
  }
}

function printerOf(stream: OutputStream, style: Style): LinePrinter {
  return createLinePrinter(stream, {
    mostBytes: MOST_BYTES,
    renderSkipped: (lines) => renderSkippedLines(lines, style),
  })
}
