import { fstatSync, writeFileSync } from 'node:fs'
import { addAbortSignal } from 'node:stream'
import type { InputStream, OutputStream } from './context.ts'

/** Node makes a terminal wait for its reader; the switch is on the handle only. */
interface Handle {
  readonly setBlocking?: (isBlocking: boolean) => void
}

/** What a pipe or a socket says where nobody is left to read it. */
const READER_LEFT = ['EPIPE', 'ECONNRESET']

/** A stream of Node, and what became of it. */
interface Sink extends Pick<OutputStream, 'isGone' | 'failure'> {
  /** Opens it at its first use: `--version` has no use for standard error. */
  readonly open: () => NodeJS.WriteStream
  /** Writes, unless it is gone. */
  readonly put: (chunk: string | Uint8Array) => boolean
}

function createSink(openStream: () => NodeJS.WriteStream): Sink {
  let opened: { readonly stream: NodeJS.WriteStream; readonly file: number | null } | undefined
  let isGone = false
  let failure: Error | null = null
  const use = (): NonNullable<typeof opened> => {
    if (opened !== undefined) return opened
    const stream = openStream()
    stream.on('error', (error: NodeJS.ErrnoException) => giveUp(error, stream.isTTY))
    return (opened = { stream, file: fileOf(stream) })
  }
  const giveUp = (error: NodeJS.ErrnoException, isTerminal: boolean): void => {
    isGone = true
    if (!isTerminal && !READER_LEFT.includes(error.code ?? '')) failure ??= error
  }
  return {
    open: () => use().stream,
    put: (chunk) => {
      if (isGone) return false
      const { stream, file } = use()
      if (file === null) return stream.write(chunk)
      try {
        // Node's stream takes for the whole what a full disk left of it.
        writeFileSync(file, chunk)
      } catch (error) {
        giveUp(error as Error, false)
      }
      return !isGone
    },
    get isGone() {
      return isGone
    },
    get failure() {
      return failure
    },
  }
}

/** The descriptor of a stream that is a file; null where it is anything else. */
function fileOf(stream: NodeJS.WriteStream & { readonly fd?: number }): number | null {
  const { fd } = stream
  return fd !== undefined && fstatSync(fd).isFile() ? fd : null
}

/**
 * Wraps a stream so that a reader who went away (`| head -1`, a terminal that closed) ends nothing but the printing; nor
 * does a full disk, which `failure` tells of.
 */
export function outputStream(openStream: () => NodeJS.WriteStream): OutputStream {
  const sink = createSink(openStream)
  const { open, put } = sink
  /** What waits for the end of this turn; null where nothing is gathered. */
  let gathered: string | null = null
  const release = (): void => {
    const text = gathered ?? ''
    gathered = null
    if (text !== '') put(text)
  }
  return {
    write: (text) => {
      if (sink.isGone) return false
      if (gathered === null) return put(text)
      gathered += text
      return true
    },
    writeBytes: (bytes) => {
      release()
      return put(bytes)
    },
    gather: () => {
      if (gathered !== null || sink.isGone) return
      gathered = ''
      setImmediate(release)
    },
    get isGone() {
      return sink.isGone
    },
    get failure() {
      return sink.failure
    },
    // `main.ts` puts the run's secrets in its place.
    redact: (text) => text,
    get isTTY() {
      // Node leaves it undefined where there is no terminal.
      return (open().isTTY as boolean | undefined) ?? false
    },
    get columns() {
      return open().columns || 80
    },
    get backlogBytes() {
      return sink.isGone ? 0 : open().writableLength + (gathered?.length ?? 0)
    },
    neverWait: () => {
      const { _handle: handle } = open() as { _handle?: Handle }
      if (open().isTTY) handle?.setBlocking?.(false)
    },
    // `drain` does not come for a little that waits; an empty write comes to its end after all before it.
    onceDrained: (listener) => {
      release()
      open().write('', () => listener())
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
