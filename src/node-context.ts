import { setMaxListeners } from 'node:events'
import { readFileSync } from 'node:fs'
import type { Clock, Context, InputStream, Interruption, OutputStream } from './context.ts'
import { createNodePrompt } from './node-prompt.ts'
import { createSecretStore } from './secret-store.ts'

/** How long a command may take to end in good order after Ctrl+C or SIGTERM. */
const FORCED_EXIT_MS = 5000

/** The clock of this machine. */
export const systemClock: Clock = {
  now: () => new Date(),
  monotonicMs: () => performance.now(),
  sleep: async (ms, signal) => sleep(ms, signal),
}

/** A timer that `signal` cuts short; no listener is left behind. */
async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted()
  await new Promise<void>((resolve) => {
    const wake = (): void => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', wake)
      resolve()
    }
    const timer = setTimeout(wake, ms)
    signal?.addEventListener('abort', wake)
  })
  signal?.throwIfAborted()
}

/**
 * Builds the real Context from the process that `bin/hookstep.js` hands in.
 * The first Ctrl+C or SIGTERM aborts `signal`; a second one ends the process at once.
 */
export function createNodeContext(process: NodeJS.Process, packageRoot: URL): Context {
  const signal = interruptionSignal(process)
  return {
    version: readVersion(packageRoot),
    stdout: outputStream(() => process.stdout),
    stderr: outputStream(() => process.stderr),
    env: process.env,
    cwd: process.cwd(),
    pid: process.pid,
    clock: systemClock,
    stdin: inputStream(() => process.stdin),
    prompt: createNodePrompt(process, signal),
    editText: async (text) => (await import('./node-editor.ts')).editText(text, process.env),
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
    get isTTY() {
      // Node leaves it undefined where there is no terminal.
      return (use().isTTY as boolean | undefined) ?? false
    },
    get columns() {
      return use().columns || 80
    },
  }
}

/** Node's stream is opened at its first use: opening it makes the process wait for it. */
function inputStream(open: () => NodeJS.ReadStream): InputStream {
  return {
    get isTTY() {
      return (open().isTTY as boolean | undefined) ?? false
    },
    [Symbol.asyncIterator]: () => open()[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>,
  }
}

function interruptionSignal(process: NodeJS.Process): AbortSignal {
  const controller = new AbortController()
  // Every retry that is waited for listens to it; there is no leak to warn of.
  setMaxListeners(0, controller.signal)
  const interrupt = (signal: Interruption['interruptedBy']): void => {
    if (controller.signal.aborted) process.exit(signal === 'SIGINT' ? 130 : 143)
    controller.abort({ interruptedBy: signal } satisfies Interruption)
    // A command that does not listen to the signal must not hold the process for ever.
    setTimeout(() => process.exit(signal === 'SIGINT' ? 130 : 143), FORCED_EXIT_MS).unref()
  }
  process.on('SIGINT', interrupt)
  process.on('SIGTERM', interrupt)
  return controller.signal
}

function readVersion(packageRoot: URL): string {
  const text = readFileSync(new URL('package.json', packageRoot), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}
