import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Duplex, Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import type { Clock } from '../../context.ts'
import { waitAtMost } from '../deadline.ts'

/**
 * Runs what is in VARIABLE in a process group whose watchman ends it when descriptor 3 is closed: no program
 * outlives hookstep, not even one that was killed. The command is on no command line, where everybody could
 * read it with `ps`: a shell of its own evaluates it, and takes the variable away before.
 */
const VARIABLE = 'HOOKSTEP_PROGRAM_TO_RUN'
const WATCHED = `{ unset ${VARIABLE}; trap '' TERM INT HUP; read -r _ <&3; kill -TERM 0; sleep 3; kill -KILL 0; } >/dev/null 2>&1 &
exec sh -c 'eval "unset ${VARIABLE}
$${VARIABLE}"' 3<&-`

const GRACE_MS = 3000
/** What a program that has ended may still have to say. */
const LAST_WORDS_MS = 500

export type OutputSource = 'stdout' | 'stderr'

export interface ProgramOptions {
  /** For the shell. */
  readonly command: string
  readonly clock: Clock
  readonly onOutput: (source: OutputSource, text: string) => void
}

/** How a program ended by itself. */
export interface ProgramEnd {
  /** Null for one that a signal ended, or that could not be started. */
  readonly exitCode: number | null
  readonly detail: string
}

/** A program that runs, with whatever it started. */
export interface Program {
  readonly ended: Promise<ProgramEnd>
  /** SIGTERM to its process group, after 3 s SIGKILL; resolves when all of it is gone. */
  end(): Promise<void>
}

/** The last one is the watchman's. */
type Child = Omit<ChildProcessByStdio<null, Readable, Readable>, 'stdio'> & {
  readonly stdio: readonly [null, Readable, Readable, Duplex]
}

/** Starts a program, without a terminal and without input. */
export function startProgram({ command, clock, onOutput }: ProgramOptions): Program {
  const child = spawn('sh', ['-c', WATCHED], {
    detached: true,
    // oxlint-disable-next-line node/no-process-env -- it inherits the environment as it is: nothing of it is read here
    env: { ...process.env, [VARIABLE]: command },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  }) as unknown as Child
  const ended = untilEnded(child)
  const silent = Promise.all(
    (['stdout', 'stderr'] as const).map(async (source) => {
      child[source].setEncoding('utf8').on('data', (text: string) => onOutput(source, text))
      await finished(child[source]).catch(() => undefined)
    }),
  )
  child.stdio[3].on('error', () => undefined)
  const gone = new Promise<void>((resolve) => child.once('close', () => resolve()))
  let ending: Promise<void> | undefined
  return {
    ended: ended.then(async (end) => {
      await waitAtMost(clock, LAST_WORDS_MS, [], async () => silent)
      return end
    }),
    end: async () => (ending ??= endGroup(child, clock, Promise.all([ended, silent]), gone)),
  }
}

async function endGroup(
  child: Child,
  clock: Clock,
  quiet: Promise<unknown>,
  gone: Promise<void>,
): Promise<void> {
  signalGroup(child, 'SIGTERM')
  await waitAtMost(clock, GRACE_MS, [], async () => quiet)
  signalGroup(child, 'SIGKILL')
  await waitAtMost(clock, LAST_WORDS_MS, [], async () => gone)
  // Whoever has left the group may still hold them.
  for (const stream of child.stdio) stream?.destroy()
  await gone
}

async function untilEnded(child: Child): Promise<ProgramEnd> {
  try {
    const [exitCode, signal] = (await once(child, 'exit')) as [number | null, string | null]
    const detail = exitCode === null ? `was ended by ${signal}` : `ended with exit code ${exitCode}`
    return { exitCode, detail }
  } catch (error) {
    return { exitCode: null, detail: `could not be started: ${(error as Error).message}` }
  }
}

/** The group is there as long as one of its processes is. */
function signalGroup({ pid }: Child, signal: NodeJS.Signals): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, signal)
  } catch {
    // All of it has ended already.
  }
}
