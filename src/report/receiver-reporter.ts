import type { Context } from '../context.ts'
import type { ForwardResult } from '../contract/forward.ts'
import type { ReceivedRequest, SessionTimeline } from '../contract/received.ts'
import type { JournalEvent } from '../journal/journal.ts'
import type { TokenRequest } from '../contract/token-request.ts'
import type { Ready } from './ready.ts'
import { toJsonLine } from './harmless.ts'
import { readyRecord, receivedRecord, tokenRecord } from './json/records.ts'
import { createStyle, indented, type Style } from './style.ts'
import { renderReceived } from './text/received-line.ts'
import { renderTokenClient, renderTokenRequest } from './text/oauth-lines.ts'
import { renderTimelines } from './text/timeline.ts'
import { clockTime, count } from './text/units.ts'

/** A change of the tunnel, as its room tells it. */
export interface TunnelChange {
  readonly state: 'opening' | 'up' | 'degraded' | 'down' | 'reopened'
  readonly publicUrl: string | null
  readonly detail: string
}

/** How many requests came in, and how many of them were no notification. */
export interface ReceiverTotals {
  readonly received: number
  readonly rejected: number
}

/** Tells what a receiver gets, live, and what it got. */
export interface ReceiverReporter {
  /** The receiver takes requests at its local address; the tunnel may follow. */
  readonly onListening: (url: string) => void
  readonly onTunnel: (change: TunnelChange) => void
  readonly onReady: (ready: Ready) => void
  readonly onRequest: (received: ReceivedRequest) => void
  readonly onForward: (result: ForwardResult) => void
  readonly onJournal: (event: JournalEvent) => void
  readonly onTokenRequest: (request: TokenRequest) => void
  readonly onEnd: (totals: ReceiverTotals, sessions: readonly SessionTimeline[]) => void
}

/** A reporter for `listen`: NDJSON on standard output, or lines for people. */
export function createReceiverReporter(context: Context, isJson: boolean): ReceiverReporter {
  return isJson ? jsonReporter(context) : textReporter(context)
}

function jsonReporter({ stdout, pid }: Context): ReceiverReporter {
  const print = (record: object): void => void stdout.write(toJsonLine(record, stdout.redact))
  return {
    onListening: () => {},
    onTunnel: (change) => print({ type: 'tunnel', ...change }),
    onReady: (ready) => print(readyRecord(ready, pid)),
    onForward: () => {},
    onJournal: () => {},
    onRequest: (received) => print(receivedRecord(received)),
    onTokenRequest: (request) => print(tokenRecord(request)),
    onEnd: (totals, sessions) => print({ type: 'summary', ...totals, sessions: sessions.length }),
  }
}

function textReporter({ stdout, stderr, env, clock }: Context): ReceiverReporter {
  const style = createStyle(stdout, env)
  const errorStyle = createStyle(stderr, env)
  return {
    onListening: (url) => void stderr.write(`${errorStyle.paint.dim(`listening on ${url}`)}\n`),
    onTunnel: (change) => {
      const time = clockTime(clock.now())
      stderr.write(renderTunnelChange(change, time, errorStyle))
    },
    onReady: (ready) => void stderr.write(renderReady(ready, errorStyle)),
    onRequest: (received) => void stdout.write(renderReceived(received, style)),
    onForward: () => {},
    onJournal: () => {},
    onTokenRequest: (request) => void stdout.write(renderTokenRequest(request, style)),
    onEnd: (totals, sessions) => {
      if (sessions.length > 0) stdout.write(`\n${renderTimelines(sessions, style)}`)
      stdout.write(`\n${renderReceiverTotals(totals, sessions.length, style)}`)
    },
  }
}

/** The addresses of a receiver that is ready, and what its tunnel does not protect. */
function renderReady({ url, publicUrl, journal, oauth }: Ready, style: Style): string {
  const lines = [
    `${style.paint.bold('Ready.')} Ctrl+C ends it with a summary.`,
    `  local   ${style.paint.cyan(url)}`,
  ]
  if (publicUrl !== null) {
    lines.push(`  public  ${style.paint.cyan.bold(style.show(publicUrl))}`)
    const caution =
      'A request has come back through the public URL. The relay reads everything, and localtunnel carries it to this machine unencrypted: send test data only.'
    lines.push(indented(style.paint.dim(caution), 2, style))
  }
  if (journal !== null) lines.push(`  journal ${style.show(journal)}`)
  if (oauth !== undefined) lines.push(...renderTokenClient(oauth, style))
  return `${lines.join('\n')}\n\n`
}

function renderTunnelChange(change: TunnelChange, time: string, style: Style): string {
  const paint = {
    opening: 'dim',
    up: 'green',
    degraded: 'yellow',
    down: 'red',
    reopened: 'green',
  } as const
  const word = style.paint[paint[change.state]](`tunnel ${change.state}`)
  return `${indented(`${style.paint.dim(time)}  ${word}  ${style.show(change.detail)}`, 0, style)}\n`
}

function renderReceiverTotals(
  { received, rejected }: ReceiverTotals,
  sessions: number,
  style: Style,
): string {
  const text = `${count(received, 'request')} received in ${count(sessions, 'session')}, ${rejected} refused`
  return `${indented(style.paint.bold(text), 0, style)}\n`
}
