import type { Context } from './context.ts'
import { CliError, type ExitCode } from './contract/errors.ts'

export { createNodeContext } from './node-context.ts'

/**
 * Runs hookstep: arguments in, exit code out. The one place that maps errors. `--version` is
 * answered before anything else is loaded.
 */
export async function main(argv: readonly string[], context: Context): Promise<ExitCode> {
  if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
    context.stdout.write(`${context.version}\n`)
    return 0
  }
  try {
    const { runProgram } = await import('./program.ts')
    return await runProgram(argv, applyNoColor(argv, context))
  } catch (error) {
    return reportError(error, argv, applyNoColor(argv, context))
  }
}

/** `--no-color` works in any place, and on the error of a wrong command line too. */
function applyNoColor(argv: readonly string[], context: Context): Context {
  return argv.includes('--no-color')
    ? { ...context, env: { ...context.env, NO_COLOR: '1' } }
    : context
}

async function reportError(
  error: unknown,
  argv: readonly string[],
  context: Context,
): Promise<ExitCode> {
  const { errorRecord, renderError } = await import('./report/error.ts')
  const { createStyle } = await import('./report/style.ts')
  const known = error instanceof CliError ? error : bug(error)
  const text = argv.includes('--json')
    ? errorRecord(known)
    : renderError(known, createStyle(context.stderr, context.env))
  context.stderr.write(text)
  if (argv.includes('--debug') && error instanceof Error) context.stderr.write(`${error.stack}\n`)
  return known.exitCode
}

function bug(error: unknown): CliError {
  const message = error instanceof Error ? error.message : String(error)
  return new CliError('BUG', `a bug in hookstep: ${message}`, {
    exitCode: 70,
    hint: 'the same command with --debug, and a report with what it prints',
    cause: error,
  })
}
