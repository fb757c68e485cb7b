import { closeSync, fstatSync } from 'node:fs'
import { isatty } from 'node:tty'

const STANDARD_STREAMS = [0, 1, 2]

/**
 * To be called as the process ends: Node 20 aborts, with a core dump, where it then finds a terminal that is gone
 * (`ResetStdio` in its node.cc, mended in Node 22), and leaves alone what is closed.
 */
export function closeGoneTerminals(): void {
  for (const fd of STANDARD_STREAMS) if (isGoneTerminal(fd)) closeSync(fd)
}

/** A device that is no terminal, for a terminal that is gone is none any more; `/dev/null` may be closed as well. */
function isGoneTerminal(fd: number): boolean {
  try {
    return fstatSync(fd).isCharacterDevice() && !isatty(fd)
  } catch {
    // It is closed.
    return false
  }
}

/**
 * From now on a question may outlive its terminal. A terminal that is gone answers every setting and every text with an
 * error that readline, which the prompts stand on, throws where nobody can catch it.
 */
export function spareGoneTerminal({
  stdin,
  stdout,
}: Pick<NodeJS.Process, 'stdin' | 'stdout'>): void {
  stdout.on('error', () => {})
  // Node leaves it undefined where there is no terminal.
  if ((stdin.setRawMode as unknown) === undefined) return
  const setRawMode = stdin.setRawMode.bind(stdin)
  stdin.setRawMode = (isRaw) => (isatty(stdin.fd) ? setRawMode(isRaw) : stdin)
}
