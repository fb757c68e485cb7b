import { paintTunnelState } from '../listen/receiver-lines.ts'
import type { TokenClient } from '../../contract/token-request.ts'
import type { Ready } from '../ready.ts'
import { fits, padEnd, type Style } from '../style.ts'
import { count } from '../text/units.ts'
import type { LiveModel } from './live-model.ts'

/** The addresses and the state of the way in; in a low window the one address that counts. */
export function headerLines(model: LiveModel, isLow: boolean, style: Style): string[] {
  const { ready, tunnel } = model
  const { bold, cyan } = style.paint
  const state = tunnel === null ? '' : paintTunnelState(tunnel.state, style)
  const publicUrl = tunnel?.publicUrl ?? ready.publicUrl
  if (isLow) {
    const alarm = hasMoved(ready, publicUrl) ? style.paint.red.bold('CHANGED ') : ''
    return [`${alarm}${cyan(style.show(publicUrl ?? ready.url))} ${state}`.trimEnd()]
  }
  return [
    `${bold('hookstep listen')}  ${state}`.trimEnd(),
    ...addresses(model, publicUrl, style).map(
      ([label, text]) => `${style.paint.dim(padEnd(label, 8))} ${text}`,
    ),
    '',
  ]
}

type Address = readonly [label: string, text: string]

/** True where callers of the URL that was told at first get nothing any more. */
function hasMoved({ publicUrl: firstUrl }: Ready, publicUrl: string | null): boolean {
  return firstUrl !== null && publicUrl !== firstUrl
}

function addresses(
  { ready, hasToken }: LiveModel,
  publicUrl: string | null,
  style: Style,
): Address[] {
  const { url, publicUrl: firstUrl, journal, oauth } = ready
  const shown: Address[] = [['local', style.paint.cyan(url)]]
  if (publicUrl !== null) shown.push(['public', style.paint.cyan.bold(style.show(publicUrl))])
  if (firstUrl !== null && hasMoved(ready, publicUrl)) {
    const alarm = style.paint.red.bold.inverse(' THE PUBLIC URL HAS CHANGED ')
    shown.push(['', `${alarm} it was ${style.show(firstUrl)}`])
  }
  if (journal !== null) shown.push(['journal', style.show(journal)])
  if (oauth !== undefined) shown.push(...tokenClient(oauth, hasToken, style))
  return shown
}

/** Until its client has shown that it knows them. */
function tokenClient(oauth: TokenClient, hasToken: boolean, style: Style): Address[] {
  const shown: Address[] = [['tokens', style.show(oauth.tokenUrl)]]
  if (hasToken) return shown
  shown.push(['client', style.paint.bold(style.show(oauth.clientId))])
  if (oauth.clientSecret !== undefined) shown.push(['secret', style.paint.bold(oauth.clientSecret)])
  return shown
}

/** The counts, the last thing that happened, and the keys. */
export function footerLines(model: LiveModel, isLow: boolean, style: Style): string[] {
  const keys = style.paint.dim(keyHelp(model, style))
  const status = model.view.isTyping
    ? `filter: ${style.show(model.view.filter)}▏`
    : statusLine(model, style)
  const notice = style.paint.yellow(model.notice)
  if (isLow) return [model.notice === '' ? status : notice, keys]
  return [notice, status, keys]
}

function statusLine({ counts, view, rows }: LiveModel, style: Style): string {
  return [
    `${counts.received} received`,
    ...(counts.refused > 0 ? [style.paint.red(`${counts.refused} refused`)] : []),
    ...(counts.rejected > 0 ? [style.paint.red(`${counts.rejected} rejected by the app`)] : []),
    ...(counts.received > rows.length ? [`the last ${count(rows.length, 'request')} listed`] : []),
    ...(view.filter === '' ? [] : [`filter: ${style.show(view.filter)}`]),
  ].join(', ')
}

const LIST_KEYS = [
  '? help',
  'q quit',
  '↑↓ select',
  'return details',
  'tab sessions',
  '/ filter',
  'r replay',
  'c curl',
  'o journal',
]
const PAGE_KEYS = ['esc back', 'q quit', '↑↓ scroll']
const TYPING_KEYS = ['return keeps it', 'esc shows all']

/** As many keys as there is room for, the ones first that lead to all others. */
function keyHelp({ view }: LiveModel, style: Style): string {
  const keys = view.isTyping ? TYPING_KEYS : view.page === 'requests' ? LIST_KEYS : PAGE_KEYS
  const fitting = keys.filter((_, index) => fits(keys.slice(0, index + 1).join('  '), style))
  return fitting.join('  ')
}
