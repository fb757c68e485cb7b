import { writeSync } from 'node:fs'
import { emitKeypressEvents, type Interface } from 'node:readline'
import ansiEscapes from 'ansi-escapes'
import type { Interruption, Key, Terminal } from './context.ts'

type Listeners = Parameters<Terminal['open']>[0]
type Process = Pick<NodeJS.Process, 'stdin' | 'stdout' | 'once' | 'off'>

/** What readline tells of a key. */
interface Keypress {
  readonly name?: string
  readonly ctrl: boolean
  readonly meta: boolean
  readonly sequence?: string
}

const { enterAlternativeScreen, exitAlternativeScreen, cursorHide, cursorShow } = ansiEscapes
const RESTORE = `${exitAlternativeScreen}${cursorShow}`
const STDOUT = 1
/** How long a lone Escape waits for the rest of an arrow key; by itself, Node waits half a second. */
const ESCAPE_TIMEOUT = { escapeCodeTimeout: 50 } as unknown as Interface

/**
 * Takes the screen and the keys of this process, and gives the function that gives them back. Ctrl+C, which
 * is a key like any other there, calls `interrupt`.
 */
export function openTerminal(
  process: Process,
  { onKey, onResize }: Listeners,
  interrupt: (by: Interruption['interruptedBy']) => void,
): () => void {
  const { stdin, stdout } = process
  const onKeypress = (text: string | undefined, press: Keypress): void => {
    if (press.ctrl && press.name === 'c') interrupt('SIGINT')
    else if (!press.ctrl) onKey(toKey(text, press))
  }
  // The process may be ended from anywhere; what is written then must be written at once.
  const restore = (): void => {
    stdin.setRawMode(false)
    tryWriteSync(RESTORE)
  }
  emitKeypressEvents(stdin, ESCAPE_TIMEOUT)
  // A terminal that is gone has keys and settings no more; SIGHUP tells of it.
  stdin.on('error', () => {})
  stdin.on('keypress', onKeypress).setRawMode(true).resume()
  stdout.on('resize', onResize).write(`${enterAlternativeScreen}${cursorHide}`)
  process.once('exit', restore)
  return () => {
    process.off('exit', restore)
    stdin.off('keypress', onKeypress).setRawMode(false).pause()
    stdout.off('resize', onResize).write(RESTORE)
  }
}

function toKey(text: string | undefined, { name, meta }: Keypress): Key {
  const isText = text !== undefined && !meta && /^[^\p{Cc}]+$/u.test(text)
  // Alt+q is not q; a lone Escape counts as Alt and nothing.
  const isAlt = meta && name !== 'escape'
  return { name: isAlt ? '' : (name ?? text ?? ''), text: isText ? text : '' }
}

function tryWriteSync(text: string): void {
  try {
    writeSync(STDOUT, text)
  } catch {
    // A terminal that takes nothing more has nothing to be restored.
  }
}
