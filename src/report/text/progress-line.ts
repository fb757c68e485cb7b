import type { OutputStream } from '../../context.ts'
import { cutLine, type Style } from '../style.ts'

/** One line of a terminal that says what goes on, until it is cleared. */
export interface ProgressLine {
  readonly show: (text: string) => void
  readonly clear: () => void
}

const ERASE = '\r\u001b[K'

/** A line that is drawn in a terminal only: a pipe never sees a control sequence. */
export function createProgressLine(stream: OutputStream, style: Style): ProgressLine {
  let isShown = false
  return {
    show: (text) => {
      if (!stream.isTTY) return
      const line = cutLine(text, { ...style, columns: style.columns - 1 })
      stream.write(`${ERASE}${style.paint.dim(line)}`)
      isShown = true
    },
    clear: () => {
      if (isShown) stream.write(ERASE)
      isShown = false
    },
  }
}
