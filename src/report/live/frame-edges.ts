import { paintTunnelState } from '../listen/receiver-lines.ts'
import { fits, padEnd, type Style } from '../style.ts'
import { count } from '../text/units.ts'
import type { LiveModel } from './live-model.ts'

/** The addresses and the state of the way in; in a low window the one address that counts. */
export function headerLines({ ready, tunnel }: LiveModel, isLow: boolean, style: Style): string[] {
  const { bold, cyan, dim } = style.paint
  const { url, publicUrl, journal, oauth } = ready
  const state = tunnel === null ? '' : paintTunnelState(tunnel.state, style)
  const shownUrl = tunnel?.publicUrl ?? publicUrl
  if (isLow) return [`${cyan(style.show(shownUrl ?? url))} ${state}`.trimEnd()]
  const line = (label: string, text: string): string => `${dim(padEnd(label, 8))} ${text}`
  return [
    `${bold('hookstep listen')}  ${state}`.trimEnd(),
    line('local', cyan(url)),
    ...(shownUrl === null ? [] : [line('public', cyan.bold(style.show(shownUrl)))]),
    ...(journal === null ? [] : [line('journal', style.show(journal))]),
    ...(oauth === undefined ? [] : [line('tokens', style.show(oauth.tokenUrl))]),
    '',
  ]
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
const PAGE_KEYS = ['esc back', 'q quit', '↑↓ scroll', 'c curl']
const TYPING_KEYS = ['return keeps it', 'esc shows all']

/** As many keys as there is room for, the ones first that lead to all others. */
function keyHelp({ view }: LiveModel, style: Style): string {
  const keys = view.isTyping ? TYPING_KEYS : view.page === 'requests' ? LIST_KEYS : PAGE_KEYS
  const fitting = keys.filter((_, index) => fits(keys.slice(0, index + 1).join('  '), style))
  return fitting.join('  ')
}
