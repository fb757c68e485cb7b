import type { Key } from '../../context.ts'

/** What is on the screen: a page, the selected request, and the filter of the list. */
export interface LiveView {
  readonly page: 'requests' | 'sessions' | 'details' | 'curl' | 'help'
  /** Null follows the newest. */
  readonly selectedSeq: number | null
  readonly filter: string
  /** True while the filter is being typed: then keys are its letters. */
  readonly isTyping: boolean
  /** How many lines of a page have gone past its top. */
  readonly scroll: number
}

/** What a key asks of the run; the view cannot do it itself. */
export type LiveEffect = 'replay' | 'copy' | 'open' | 'quit'

export interface Pressed {
  readonly view: LiveView
  readonly effect: LiveEffect | null
}

/** What a key's meaning depends on. */
export interface ListPlace {
  /** The requests that pass the filter, the oldest first. */
  readonly seqs: readonly number[]
  /** How many lines a page holds. */
  readonly pageRows: number
  /** How far the page that is shown can be scrolled. */
  readonly maxScroll: number
}

export const FIRST_VIEW: LiveView = {
  page: 'requests',
  selectedSeq: null,
  filter: '',
  isTyping: false,
  scroll: 0,
}

/** The view after a key, and what the key asks for. A key that means nothing changes nothing. */
export function press(view: LiveView, key: Key, place: ListPlace): Pressed {
  if (view.isTyping) return { view: type(view, key), effect: null }
  const effect = EFFECTS[key.name]
  if (effect === 'copy') return { view: pinned(turnTo(view, 'curl'), place), effect }
  if (effect !== undefined)
    return { view: effect === 'replay' ? pinned(view, place) : view, effect }
  const move = MOVES[key.name]
  const next = move === undefined ? turn(view, key) : moveBy(view, move, place)
  return { view: next.page === 'details' ? pinned(next, place) : next, effect: null }
}

/** What is looked at stays the one that was on the screen, whatever comes in. */
function pinned(view: LiveView, { seqs }: ListPlace): LiveView {
  return { ...view, selectedSeq: view.selectedSeq ?? seqs.at(-1) ?? null }
}

const EFFECTS: Readonly<Record<string, LiveEffect>> = {
  r: 'replay',
  c: 'copy',
  o: 'open',
  q: 'quit',
}

/** Lines, pages, or all the way. */
const MOVES: Readonly<Record<string, (pageRows: number) => number>> = {
  up: () => -1,
  k: () => -1,
  down: () => 1,
  j: () => 1,
  pageup: (pageRows) => -pageRows,
  pagedown: (pageRows) => pageRows,
  home: () => Number.NEGATIVE_INFINITY,
  end: () => Number.POSITIVE_INFINITY,
}

function turn(view: LiveView, key: Key): LiveView {
  return TURNS[key.text]?.(view) ?? TURNS[key.name]?.(view) ?? view
}

const TURNS: Readonly<Record<string, (view: LiveView) => LiveView>> = {
  '?': (view) => turnTo(view, view.page === 'help' ? 'requests' : 'help'),
  '/': startTyping,
  f: startTyping,
  tab: (view) => turnTo(view, view.page === 'sessions' ? 'requests' : 'sessions'),
  return: showDetails,
  enter: showDetails,
  escape: back,
  backspace: back,
}

function startTyping(view: LiveView): LiveView {
  return { ...turnTo(view, 'requests'), isTyping: true }
}

function showDetails(view: LiveView): LiveView {
  return view.page === 'requests' ? turnTo(view, 'details') : view
}

/** One step back: from a page to the list, and in the list from a filter to all. */
function back(view: LiveView): LiveView {
  if (view.page !== 'requests') return turnTo(view, 'requests')
  return view.filter === '' ? { ...view, selectedSeq: null } : { ...view, filter: '' }
}

function turnTo(view: LiveView, page: LiveView['page']): LiveView {
  return { ...view, page, scroll: 0 }
}

function moveBy(
  view: LiveView,
  move: (pageRows: number) => number,
  { seqs, pageRows, maxScroll }: ListPlace,
): LiveView {
  const lines = move(pageRows)
  if (view.page !== 'requests') {
    return { ...view, scroll: Math.min(Math.max(0, view.scroll + lines), maxScroll) }
  }
  const last = seqs.length - 1
  const from = view.selectedSeq === null ? last : seqs.indexOf(view.selectedSeq)
  const to = Math.max(0, from + lines)
  return { ...view, selectedSeq: to >= last ? null : (seqs[to] ?? null) }
}

/** Return keeps what was typed, Escape drops it. */
function type(view: LiveView, { name, text }: Key): LiveView {
  if (name === 'return' || name === 'enter') return { ...view, isTyping: false }
  if (name === 'escape') return { ...view, isTyping: false, filter: '' }
  if (name === 'backspace')
    return { ...view, filter: Array.from(view.filter).slice(0, -1).join('') }
  return { ...view, filter: view.filter + text, selectedSeq: null }
}
