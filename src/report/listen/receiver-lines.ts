import type { SessionTimeline } from '../../contract/received.ts'
import type { Ready } from '../ready.ts'
import { indented, type Style } from '../style.ts'
import { renderTokenClient } from '../text/oauth-lines.ts'
import { renderTimelines } from '../text/timeline.ts'
import { count } from '../text/units.ts'
import type { ReceiverTotals, TunnelChange } from './receiver-reporter.ts'

const CAUTION =
  'A request has come back through the public URL. A public tunnel is not private: whoever runs it can read everything, and a localtunnel relay carries it to this machine unencrypted. Send test data only.'
const OPEN =
  'Anybody who learns the URL may post to it; --require-token or --oauth asks for a token.'

function cautionOf({ requiresToken }: Ready): string {
  return requiresToken ? CAUTION : `${CAUTION} ${OPEN}`
}

/** The addresses of a receiver that is ready, and what its tunnel does not protect. */
export function renderReady(ready: Ready, style: Style): string {
  const { url, publicUrl, journal, oauth } = ready
  const lines = [
    `${style.paint.bold('Ready.')} Ctrl+C ends it with a summary.`,
    `  local   ${style.paint.cyan(url)}`,
  ]
  if (publicUrl !== null) {
    lines.push(`  public  ${style.paint.cyan.bold(style.show(publicUrl))}`)
    lines.push(indented(style.paint.dim(cautionOf(ready)), 2, style))
  }
  if (journal !== null) lines.push(`  journal ${style.show(journal)}`)
  if (oauth !== undefined) lines.push(...renderTokenClient(oauth, style))
  return `${lines.join('\n')}\n\n`
}

const STATE_PAINTS = {
  opening: 'dim',
  up: 'green',
  degraded: 'yellow',
  down: 'red',
  reopened: 'green',
} as const

/** `tunnel down`, in the colour of its state. */
export function paintTunnelState(state: TunnelChange['state'], style: Style): string {
  return style.paint[STATE_PAINTS[state]](`tunnel ${state}`)
}

/** One change of the tunnel: when, what, and why; of an outage also since when (hardening L10). */
export function renderTunnelChange(
  change: TunnelChange,
  { time, downSince }: { readonly time: string; readonly downSince: string | null },
  style: Style,
): string {
  const word =
    downSince === null
      ? paintTunnelState(change.state, style)
      : style.paint.red.bold(`TUNNEL DOWN since ${downSince}`)
  return `${indented(`${style.paint.dim(time)}  ${word}  ${style.show(change.detail)}`, 0, style)}\n`
}

/** Nobody may overlook it: whoever calls the old address gets nothing from now on. */
export function renderUrlChange(before: string, now: string, style: Style): string {
  const { red, bold, cyan } = style.paint
  const advice =
    'Whoever calls the old one gets nothing: give them the new one. --require-subdomain ends listen instead.'
  const lines = [
    red.bold.inverse(' THE PUBLIC URL HAS CHANGED '),
    `  was     ${style.show(before)}`,
    `  now     ${cyan.bold(style.show(now))}`,
    indented(bold(advice), 2, style),
  ]
  return `\n${lines.join('\n')}\n\n`
}

/** What a run got: the sessions with their statuses, and the totals. */
export function renderReceiverEnd(
  { received, rejected }: ReceiverTotals,
  sessions: readonly SessionTimeline[],
  style: Style,
): string {
  const timelines = sessions.length > 0 ? `\n${renderTimelines(sessions, style)}` : ''
  const text = `${count(received, 'request')} received in ${count(sessions.length, 'session')}, ${rejected} refused`
  return `${timelines}\n${indented(style.paint.bold(text), 0, style)}\n`
}

/** Stands where a reader paused and lines found no room. */
export function renderSkippedLines(lines: number, style: Style): string {
  const text = `… ${count(lines, 'line')} skipped while nobody read: the journal has everything`
  return `${indented(style.paint.yellow(text), 0, style)}\n`
}
