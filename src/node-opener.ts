import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'

/** A program that finds nothing to open a path with ends within this time; one that goes on has opened it. */
const LAUNCH_MS = 3000

/** Opens a file or a folder with whatever the machine has for it. Rejects where nothing could open it. */
export async function openPath(path: string): Promise<void> {
  const { default: open } = await import('open')
  await untilLaunched(await open(path), LAUNCH_MS)
}

/** Resolves when the program that opens a path has ended well, or goes on; rejects when it ended with an error. */
export async function untilLaunched(program: ChildProcess, withinMs: number): Promise<void> {
  const signal = AbortSignal.timeout(withinMs)
  // Only the time that is up ends the wait otherwise.
  if (program.exitCode === null) await once(program, 'exit', { signal }).catch(() => {})
  const { exitCode } = program
  if (exitCode === null || exitCode === 0) return
  throw new Error(`the program for it ended with exit code ${exitCode}`)
}
