import type { Clock, OutputStream } from '../../context.ts'
import { cutLine, type Style } from '../style.ts'
import { duration } from './units.ts'

/** One line for each session below the output of a terminal, counting down while the output goes on above. */
export interface LiveArea {
  /** Prints text above the lines. */
  readonly print: (text: string) => void
  /** Adds something that is waited for; `key` tells it from the others. */
  readonly add: (key: object, waiting: LiveWaiting) => void
  readonly remove: (key: object) => void
  /** Takes the lines away for good. */
  readonly close: () => void
}

/** Something that is due in a while. */
export interface LiveWaiting {
  /** What belongs together has one line together: the session. */
  readonly group: string
  readonly text: string
  readonly delayMs: number
}

interface Due {
  readonly group: string
  readonly text: string
  readonly dueMs: number
}

const TICK_MS = 1000
/** Lines beyond the screen could not be taken away again. */
const MOST_LINES = 6

/** Starts with no line. It draws only where there is one, so that a pipe never sees a control sequence. */
export function createLiveArea(stream: OutputStream, clock: Clock, style: Style): LiveArea {
  const waiting = new Map<object, Due>()
  let drawn = 0
  let ticker: NodeJS.Timeout | null = null
  const erase = (): string => (drawn === 0 ? '' : `\r\u001b[${drawn}A\u001b[0J`)
  const redraw = (above: string): void => {
    const below = renderGroups([...waiting.values()], clock.monotonicMs(), style)
    stream.write(`${erase()}${above}${below.join('')}`)
    drawn = below.length
    ticker = keepTicking(ticker, below.length > 0, () => redraw(''))
  }
  return {
    print: redraw,
    add: (key, { group, text, delayMs }) => {
      waiting.set(key, { group, text, dueMs: clock.monotonicMs() + delayMs })
      redraw('')
    },
    remove: (key) => {
      if (waiting.delete(key)) redraw('')
    },
    close: () => {
      const hadLines = waiting.size > 0
      waiting.clear()
      if (hadLines) redraw('')
    },
  }
}

function keepTicking(
  ticker: NodeJS.Timeout | null,
  isNeeded: boolean,
  tick: () => void,
): NodeJS.Timeout | null {
  if (isNeeded) return ticker ?? setInterval(tick, TICK_MS)
  if (ticker !== null) clearInterval(ticker)
  return null
}

/** `waiting 30 s: attempt 2 of EXPIRED`: the time first, for a narrow terminal cuts the end. */
export function renderWaiting(text: string, leftMs: number): string {
  return `waiting ${duration(leftMs)}: ${text}`
}

function renderGroups(waiting: readonly Due[], nowMs: number, style: Style): string[] {
  const groups = [...new Set(waiting.map(({ group }) => group))]
  const lines = groups.slice(0, MOST_LINES).map((group) => {
    const own = waiting.filter((each) => each.group === group)
    const next = own.reduce((soonest, each) => (each.dueMs < soonest.dueMs ? each : soonest))
    return renderLine(next, own.length - 1, nowMs, style)
  })
  const hidden = groups.length - lines.length
  return hidden > 0 ? [...lines, `and ${hidden} more sessions\n`] : lines
}

/** One line, cut to the width of the terminal: a wrapped one could not be taken away again. */
function renderLine(next: Due, others: number, nowMs: number, style: Style): string {
  const leftMs = Math.ceil(Math.max(0, next.dueMs - nowMs) / 1000) * 1000
  const more = others > 0 ? ` (+${others})` : ''
  const whole = `${next.group}${more} ${renderWaiting(next.text, leftMs)}`
  const first = cutLine(whole, { ...style, columns: style.columns - 1 })
  return `${style.paint.dim(first)}\n`
}
