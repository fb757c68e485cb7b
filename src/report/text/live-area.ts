import wrapAnsi from 'wrap-ansi'
import type { Clock, OutputStream } from '../../context.ts'
import type { Style } from '../style.ts'
import { duration } from './units.ts'

/** A few lines below the output of a terminal that count down while the output goes on above them. */
export interface LiveArea {
  /** Prints text above the lines. */
  readonly print: (text: string) => void
  /** Adds a line for something that is due in `delayMs`; `key` tells it from the others. */
  readonly add: (key: object, text: string, delayMs: number) => void
  readonly remove: (key: object) => void
  /** Takes the lines away for good. */
  readonly close: () => void
}

interface LiveLine {
  readonly text: string
  readonly dueMs: number
}

const TICK_MS = 1000

/** Starts with no line. It draws only where there is one, so that a pipe never sees a control sequence. */
export function createLiveArea(stream: OutputStream, clock: Clock, style: Style): LiveArea {
  const lines = new Map<object, LiveLine>()
  let drawn = 0
  let ticker: NodeJS.Timeout | null = null
  const erase = (): string => (drawn === 0 ? '' : `\u001b[${drawn}A\u001b[0J`)
  const redraw = (above: string): void => {
    const below = [...lines.values()].map((line) => renderLine(line, clock, style))
    stream.write(`${erase()}${above}${below.join('')}`)
    drawn = below.length
    ticker = keepTicking(ticker, below.length > 0, () => redraw(''))
  }
  return {
    print: redraw,
    add: (key, text, delayMs) => {
      lines.set(key, { text, dueMs: clock.monotonicMs() + delayMs })
      redraw('')
    },
    remove: (key) => {
      if (lines.delete(key)) redraw('')
    },
    close: () => {
      const hadLines = lines.size > 0
      lines.clear()
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

/** One line, cut to the width of the terminal: a wrapped one could not be taken away again. */
function renderLine({ text, dueMs }: LiveLine, clock: Clock, style: Style): string {
  const leftMs = Math.max(0, dueMs - clock.monotonicMs())
  const whole = renderWaiting(text, Math.ceil(leftMs / 1000) * 1000)
  const [first = ''] = wrapAnsi(whole, style.columns - 1, { hard: true, wordWrap: false }).split(
    '\n',
  )
  return `${style.paint.dim(first)}\n`
}
