import { setMaxListeners } from 'node:events'
import { readFileSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import type { Context, Interruption } from './context.ts'
import { SIGNAL_EXIT_CODES } from './contract/errors.ts'
import { isUnderNohup } from './node-nohup.ts'
import { createNodePrompt } from './node-prompt.ts'
import { inputStream, outputStream } from './node-streams.ts'
import { createSecretStore } from './secret-store.ts'
import { systemClock } from './system-clock.ts'

/** How long a command may take to end in good order after Ctrl+C, SIGTERM or SIGHUP. */
const FORCED_EXIT_MS = 5000

/**
 * Builds the real Context from the process that `bin/hookstep.js` hands in.
 * The first Ctrl+C, SIGTERM or SIGHUP aborts `signal`; a second one ends the process at once.
 */
export function createNodeContext(process: NodeJS.Process, packageRoot: URL): Context {
  const { signal, interrupt, withoutCtrlC } = listenForInterruptions(process)
  const prompt = createNodePrompt(process, signal)
  return {
    version: readVersion(packageRoot),
    stdout: outputStream(() => process.stdout),
    stderr: outputStream(() => process.stderr),
    env: process.env,
    cwd: process.cwd(),
    pid: process.pid,
    clock: systemClock,
    stdin: inputStream(() => process.stdin, signal),
    prompt,
    terminal: {
      get isAvailable() {
        return prompt.isAvailable
      },
      get rows() {
        return process.stdout.rows || 24
      },
      open: async (listeners) => {
        const { openTerminal } = await import('./node-terminal.ts')
        return openTerminal(process, listeners, interrupt)
      },
    },
    machine: {
      nodeVersion: process.versions.node,
      platform: process.platform,
      freeBytes: async (folder) => {
        const { bavail, bsize } = await statfs(folder)
        return bavail * bsize
      },
    },
    openPath: async (path) => {
      const { openPath } = await import('./node-opener.ts')
      await openPath(path)
    },
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

interface Interruptions {
  readonly signal: AbortSignal
  readonly interrupt: (signal: Interruption['interruptedBy']) => void
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
    const exit = (): never => process.exit(SIGNAL_EXIT_CODES[signal])
    if (controller.signal.aborted) exit()
    controller.abort({ interruptedBy: signal } satisfies Interruption)
    // A command that does not listen to the signal must not hold the process for ever.
    setTimeout(exit, FORCED_EXIT_MS).unref()
    void prepareExit(process)
  }
  process.on('SIGINT', interrupt)
  process.on('SIGTERM', interrupt)
  const isHangupForUs = !isUnderNohup(process)
  process.on('SIGHUP', () => {
    // Of a terminal that closes both the shell and the system tell: a second one is no impatience.
    if (isHangupForUs && !controller.signal.aborted) interrupt('SIGHUP')
  })
  const withoutCtrlC: Interruptions['withoutCtrlC'] = async (work) => {
    isCtrlCIgnored = true
    return work().finally(() => {
      isCtrlCIgnored = false
    })
  }
  return { signal: controller.signal, interrupt, withoutCtrlC }
}

/** The terminal may be gone since long, where a shell gave hookstep up (`disown`). */
async function prepareExit(process: NodeJS.Process): Promise<void> {
  const { closeGoneTerminals } = await import('./node-hangup.ts')
  process.once('exit', closeGoneTerminals)
}

function readVersion(packageRoot: URL): string {
  const text = readFileSync(new URL('package.json', packageRoot), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}
