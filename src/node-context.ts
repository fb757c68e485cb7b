import { setMaxListeners } from 'node:events'
import { readFileSync } from 'node:fs'
import { addAbortSignal } from 'node:stream'
import type { Context, InputStream, Interruption, OutputStream } from './context.ts'
import { createNodePrompt } from './node-prompt.ts'
import { createSecretStore } from './secret-store.ts'
import { systemClock } from './system-clock.ts'

/** How long a command may take to end in good order after Ctrl+C or SIGTERM. */
const FORCED_EXIT_MS = 5000

/**
 * Builds the real Context from the process that `bin/hookstep.js` hands in.
 * The first Ctrl+C or SIGTERM aborts `signal`; a second one ends the process at once.
 */
export function createNodeContext(process: NodeJS.Process, packageRoot: URL): Context {
  const { signal, withoutCtrlC } = listenForInterruptions(process)
  return {
    version: readVersion(packageRoot),
    stdout: outputStream(() => process.stdout),
    stderr: outputStream(() => process.stderr),
    env: process.env,
    cwd: process.cwd(),
    pid: process.pid,
    clock: systemClock,
    stdin: inputStream(() => process.stdin, signal),
    prompt: createNodePrompt(process, signal),
    editText: async (text) => {
      const { editText } = await import('./node-editor.ts')
      return withoutCtrlC(async () => editText(text, process.env, signal))
    },
    secrets: createSecretStore(),
    random: { bytes: (count) => crypto.getRandomValues(new Uint8Array(count)) },
    signal,
    packageRoot,
  }
}

/**
 * Wraps a stream so that a reader who went away (`| head -1`) ends nothing but the printing. Node's
 * stream is opened at its first use: `--version` has no use for standard error.
 */
function outputStream(open: () => NodeJS.WriteStream): OutputStream {
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
  }
}

/** Node's stream is opened at its first use: opening it makes the process wait for it, until `signal`. */
function inputStream(open: () => NodeJS.ReadStream, signal: AbortSignal): InputStream {
  return {
    get isTTY() {
      return (open().isTTY as boolean | undefined) ?? false
    },
    [Symbol.asyncIterator]: () =>
      addAbortSignal(signal, open())[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>,
  }
}

interface Interruptions {
  readonly signal: AbortSignal
  /** Does work during which Ctrl+C is a key like any other: an editor owns the terminal. */
  readonly withoutCtrlC: <Result>(work: () => Promise<Result>) => Promise<Result>
}

function listenForInterruptions(process: NodeJS.Process): Interruptions {
  const controller = new AbortController()
  // Every retry that is waited for listens to it; there is no leak to warn of.
  setMaxListeners(0, controller.signal)
  let isCtrlCIgnored = false
  const interrupt = (signal: Interruption['interruptedBy']): void => {
    if (signal === 'SIGINT' && isCtrlCIgnored) return
    if (controller.signal.aborted) process.exit(signal === 'SIGINT' ? 130 : 143)
    controller.abort({ interruptedBy: signal } satisfies Interruption)
    // A command that does not listen to the signal must not hold the process for ever.
    setTimeout(() => process.exit(signal === 'SIGINT' ? 130 : 143), FORCED_EXIT_MS).unref()
  }
  process.on('SIGINT', interrupt)
  process.on('SIGTERM', interrupt)
  const withoutCtrlC: Interruptions['withoutCtrlC'] = async (work) => {
    isCtrlCIgnored = true
    return work().finally(() => {
      isCtrlCIgnored = false
    })
  }
  return { signal: controller.signal, withoutCtrlC }
}

function readVersion(packageRoot: URL): string {
  const text = readFileSync(new URL('package.json', packageRoot), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}
