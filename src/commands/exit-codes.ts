import type { Context, Interruption } from '../context.ts'
import { SIGNAL_EXIT_CODES, type ExitCode } from '../contract/errors.ts'

/** The exit code of a run that was interrupted, by Ctrl+C or another signal; null when it was not. */
export function interruptedExitCode({ signal }: Context): ExitCode | null {
  if (!signal.aborted) return null
  return SIGNAL_EXIT_CODES[(signal.reason as Interruption).interruptedBy]
}

/** The exit code of a service: Ctrl+C is how it is meant to end (design.md, exit codes). */
export function serviceExitCode(context: Context): ExitCode {
  const exitCode = interruptedExitCode(context) ?? 0
  return exitCode === SIGNAL_EXIT_CODES.SIGINT ? 0 : exitCode
}

/** Resolves when the run is asked to end. */
export async function untilInterrupted({ signal }: Context): Promise<void> {
  if (signal.aborted) return
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
}
