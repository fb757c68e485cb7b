import { addAbortSignal } from 'node:stream'
import type { InputStream, OutputStream } from './context.ts'

/** Node makes a terminal wait for its reader; the switch is on the handle only. */
interface Handle {
  readonly setBlocking?: (isBlocking: boolean) => void
}

/**
 * Wraps a stream so that a reader who went away (`| head -1`) ends nothing but the printing. Node's
 * stream is opened at its first use: `--version` has no use for standard error.
 */
export function outputStream(open: () => NodeJS.WriteStream): OutputStream {
  let stream: NodeJS.WriteStream | undefined
  let isGone = false
  const use = (): NodeJS.WriteStream => {
    stream ??= open().on('error', () => {
      isGone = true
    })
    return stream
  }
  return {
    write: (text) => !isGone && use().write(text),
    writeBytes: (bytes) => !isGone && use().write(bytes),
    get isGone() {
      return isGone
    },
    // `main.ts` puts the run's secrets in its place.
    redact: (text) => text,
    get isTTY() {
      // Node leaves it undefined where there is no terminal.
      return (use().isTTY as boolean | undefined) ?? false
    },
    get columns() {
      return use().columns || 80
    },
    get backlogBytes() {
      return isGone ? 0 : use().writableLength
    },
    neverWait: () => {
      const { _handle: handle } = use() as { _handle?: Handle }
      if (use().isTTY) handle?.setBlocking?.(false)
    },
    // `drain` does not come for a little that waits; an empty write comes to its end after all before it.
    onceDrained: (listener) => void use().write('', () => listener()),
  }
}

/** Node's stream is opened at its first use: opening it makes the process wait for it, until `signal`. */
export function inputStream(open: () => NodeJS.ReadStream, signal: AbortSignal): InputStream {
  return {
    get isTTY() {
      return (open().isTTY as boolean | undefined) ?? false
    },
    [Symbol.asyncIterator]: () =>
      addAbortSignal(signal, open())[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>,
  }
}
