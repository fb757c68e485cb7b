import type { Context, Interruption } from '../context.ts'
import type { ExitCode } from '../contract/errors.ts'

/** The exit code of a run that was interrupted: 130 for Ctrl+C, 143 for SIGTERM; null when it was not. */
export function interruptedExitCode({ signal }: Context): ExitCode | null {
  if (!signal.aborted) return null
  return (signal.reason as Interruption).interruptedBy === 'SIGTERM' ? 143 : 130
}

/** The exit code of a service: Ctrl+C is how it is meant to end (design.md, exit codes). */
export function serviceExitCode(context: Context): ExitCode {
  return interruptedExitCode(context) === 143 ? 143 : 0
}

/** Resolves when the run is asked to end. */
export async function untilInterrupted({ signal }: Context): Promise<void> {
  if (signal.aborted) return
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
}
