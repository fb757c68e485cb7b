import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { onTestFinished } from 'vitest'

/** A program of the tests in a process of its own. */
export interface RunningProgram {
  readonly child: ChildProcess
  /** The first line that it printed. */
  readonly line: string
  /** Kills the process, and resolves when it has ended. */
  readonly kill: () => Promise<void>
}

/**
 * Runs plain Node with these arguments, and resolves when it has printed a line; killed with its test.
 * Rejects where it ends before that.
 */
export async function startProgram(...args: readonly string[]): Promise<RunningProgram> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'close')
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL')
    await ended
  }
  onTestFinished(kill)
  const died = ended.then(() => Promise.reject(new Error('the program ended before it was ready')))
  died.catch(() => undefined)
  const printed = once(createInterface(child.stdout), 'line') as Promise<[string]>
  const [line] = await Promise.race([printed, died])
  return { child, line, kill }
}
