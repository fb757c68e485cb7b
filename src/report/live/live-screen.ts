import ansiEscapes from 'ansi-escapes'
import type { Clock, OutputStream } from '../../context.ts'

/** Paints whole frames, at a pace that an eye can follow, and never waits for the terminal. */
export interface LiveScreen {
  /** Something changed: a new frame is painted soon. */
  readonly refresh: () => void
  readonly close: () => void
}

/** Between two frames. */
const PAUSE_MS = 50

const { beginSynchronizedOutput, endSynchronizedOutput, cursorTo, eraseLine } = ansiEscapes

/**
 * A screen over a stream. While the terminal takes nothing (Ctrl+S, a slow line) no frame is made; the
 * next one shows everything that happened meanwhile.
 */
export function createLiveScreen(
  stream: OutputStream,
  clock: Clock,
  render: () => readonly string[],
): LiveScreen {
  const ending = new AbortController()
  let [isDirty, isPainting] = [false, false]
  const paintWhileDirty = async (): Promise<void> => {
    while (isDirty && !ending.signal.aborted) {
      isDirty = false
      stream.write(paint(render()))
      await clock.sleep(PAUSE_MS, ending.signal).catch(() => {})
      await untilRead(stream, ending.signal)
    }
    isPainting = false
  }
  return {
    refresh: () => {
      isDirty = true
      if (isPainting || ending.signal.aborted) return
      isPainting = true
      void paintWhileDirty()
    },
    close: () => ending.abort(),
  }
}

/** Resolves when the reader has taken what was written, or nobody asks any more. */
async function untilRead(stream: OutputStream, signal: AbortSignal): Promise<void> {
  if (stream.backlogBytes === 0 || signal.aborted) return
  await new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true })
    stream.onceDrained(resolve)
  })
}

/** Each line is erased before it is written: after a line as wide as the screen, its last letter would go. */
function paint(lines: readonly string[]): string {
  const text = lines.map((line) => `${eraseLine}${line}`).join('\n')
  return `${beginSynchronizedOutput}${cursorTo(0, 0)}${text}${endSynchronizedOutput}`
}
