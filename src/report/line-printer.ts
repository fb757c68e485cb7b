import type { OutputStream } from '../context.ts'

/** Prints on a stream and never waits for its reader: what finds no room is skipped and counted. */
export interface LinePrinter {
  readonly print: (text: string) => void
  /** Prints what must not be missing, after a word on what was skipped. */
  readonly printLast: (text: string) => void
}

export interface LinePrinterOptions {
  /** How much may wait for the reader. */
  readonly mostBytes: number
  /** What is printed in place of so many lines, as soon as they are read again. */
  readonly renderSkipped: (lines: number) => string
}

/** A printer that lets the run go on while its reader pauses: Ctrl+S, or a program that reads slowly (hardening L13). */
export function createLinePrinter(
  stream: OutputStream,
  { mostBytes, renderSkipped }: LinePrinterOptions,
): LinePrinter {
  stream.neverWait()
  let skipped = 0
  const tellSkipped = (): void => {
    if (skipped > 0) stream.write(renderSkipped(skipped))
    skipped = 0
  }
  return {
    print: (text) => {
      if (skipped === 0 && stream.backlogBytes < mostBytes) {
        // Many notifications are answered in one turn: a system call for each line would be their price.
        stream.gather()
        stream.write(text)
        return
      }
      if (skipped === 0) stream.onceDrained(tellSkipped)
      skipped += text.split('\n').length - 1
    },
    printLast: (text) => {
      tellSkipped()
      stream.write(text)
    },
  }
}
