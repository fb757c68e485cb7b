/**
 * Exit codes (design.md, "Errors and exit codes"): 0 done, 1 the endpoint failed, 2 wrong usage or
 * configuration, 3 the environment, 70 a bug in hookstep, 129 SIGHUP, 130 SIGINT, 143 SIGTERM.
 */
export type ExitCode = 0 | 1 | 2 | 3 | 70 | 129 | 130 | 143

/** The exit code of a run that a signal ended: 128 and the number of the signal, as every shell has it. */
export const SIGNAL_EXIT_CODES = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const

export interface CliErrorOptions {
  /** @default 2 */
  readonly exitCode?: ExitCode
  /** One command or flag that mends it. */
  readonly hint?: string
  readonly cause?: unknown
}

/**
 * The one error that reaches the user: the tool cannot go on.
 * `code` is stable and listed in the README; a bad endpoint is never a `CliError` but a result.
 */
export class CliError extends Error {
  override readonly name = 'CliError'
  readonly code: string
  readonly exitCode: ExitCode
  readonly hint: string | undefined

  constructor(code: string, message: string, options: CliErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.exitCode = options.exitCode ?? 2
    this.hint = options.hint
  }
}
