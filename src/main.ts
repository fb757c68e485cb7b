import type { Context, OutputStream } from './context.ts'
import { CliError, type ExitCode } from './contract/errors.ts'

export { createNodeContext } from './node-context.ts'

/**
 * Runs hookstep: arguments in, exit code out. The one place that maps errors. `--version` is
 * answered before anything else is loaded.
 */
export async function main(argv: readonly string[], context: Context): Promise<ExitCode> {
  const clean = withRedaction(argv, applyNoColor(argv, context))
  const exitCode = await run(argv, clean)
  const error = await outputError(clean)
  if (error === null) return exitCode
  const failed = await reportError(error, argv, clean)
  // What was wrong before it, or asked the run to end, is what it is.
  return exitCode <= 1 ? failed : exitCode
}

async function run(argv: readonly string[], context: Context): Promise<ExitCode> {
  if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
    context.stdout.write(`${context.version}\n`)
    return 0
  }
  try {
    const { runProgram } = await import('./program.ts')
    return await runProgram(argv, context)
  } catch (error) {
    return reportError(error, argv, context)
  }
}

/** What to tell where the output of the run is not whole; a reader who went away wanted no more of it. */
async function outputError({ stdout }: Context): Promise<CliError | null> {
  // Node tells of what failed only at the end of the turn in which it was written.
  await new Promise((resolve) => void setImmediate(resolve))
  const { failure } = stdout
  if (failure === null) return null
  return new CliError(
    'OUTPUT_NOT_WRITTEN',
    `standard output cannot be written: ${failure.message}`,
    {
      exitCode: 3,
      hint: '> FILE on another disk',
      cause: failure,
    },
  )
}

/** True for a switch on the command line or in its variable; it counts for wrong command lines too. */
function isAsked(flag: string, argv: readonly string[], { env }: Context): boolean {
  const variable = `HOOKSTEP_${flag.slice(2).replaceAll('-', '_').toUpperCase()}`
  return argv.includes(flag) || ['1', 'true', 'yes'].includes(env[variable]?.toLowerCase() ?? '')
}

function applyNoColor(argv: readonly string[], context: Context): Context {
  if (!isAsked('--no-color', argv, context)) return context
  return { ...context, env: { ...context.env, NO_COLOR: '1' } }
}

/**
 * Keeps the run's secrets off the screen, unless the user asks to see them. What is printed as text is
 * redacted once more as a whole; JSON is not, it would break: its strings are redacted one by one.
 */
function withRedaction(argv: readonly string[], context: Context): Context {
  if (isAsked('--show-secrets', argv, context)) return context
  const { redact } = context.secrets
  const isJson = isAsked('--json', argv, context)
  const redacting = (stream: OutputStream): OutputStream => ({
    write: (text) => stream.write(isJson ? text : redact(text)),
    writeBytes: (bytes) => stream.writeBytes(bytes),
    redact,
    get isGone() {
      return stream.isGone
    },
    get failure() {
      return stream.failure
    },
    get isTTY() {
      return stream.isTTY
    },
    get columns() {
      return stream.columns
    },
    get backlogBytes() {
      return stream.backlogBytes
    },
    neverWait: () => stream.neverWait(),
    gather: () => stream.gather(),
    onceDrained: (listener) => stream.onceDrained(listener),
  })
  return { ...context, stdout: redacting(context.stdout), stderr: redacting(context.stderr) }
}

async function reportError(
  error: unknown,
  argv: readonly string[],
  context: Context,
): Promise<ExitCode> {
  const { errorRecord, renderError } = await import('./report/error.ts')
  const { createStyle } = await import('./report/style.ts')
  const known = error instanceof CliError ? error : bug(error)
  const stack =
    isAsked('--debug', argv, context) && error instanceof Error ? error.stack : undefined
  const text = isAsked('--json', argv, context)
    ? errorRecord(known, context.stderr.redact, stack)
    : renderError(known, createStyle(context.stderr, context.env), stack)
  context.stderr.write(text)
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
