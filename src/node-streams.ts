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
  /** What waits for the end of this turn; null where nothing is gathered. */
  let gathered: string | null = null
  const use = (): NodeJS.WriteStream => {
    stream ??= open().on('error', () => {
      isGone = true
    })
    return stream
  }
  const release = (): void => {
    const text = gathered ?? ''
    gathered = null
    if (text !== '' && !isGone) use().write(text)
  }
  return {
    write: (text) => {
      if (isGone) return false
      if (gathered === null) return use().write(text)
      gathered += text
      return true
    },
    writeBytes: (bytes) => {
      release()
      return !isGone && use().write(bytes)
    },
    gather: () => {
      if (gathered !== null || isGone) return
      gathered = ''
      setImmediate(release)
    },
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
      return isGone ? 0 : use().writableLength + (gathered?.length ?? 0)
    },
    neverWait: () => {
      const { _handle: handle } = use() as { _handle?: Handle }
      if (use().isTTY) handle?.setBlocking?.(false)
    },
    // `drain` does not come for a little that waits; an empty write comes to its end after all before it.
    onceDrained: (listener) => {
      release()
      use().write('', () => listener())
    },
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
