import type { Clock } from '../../context.ts'
import { CliError } from '../../contract/errors.ts'
import { waitAtMost, withDeadline } from '../deadline.ts'
import type { Link } from '../link.ts'
import { type ProgramEnd, startProgram } from './program.ts'
import { ProgramOutput } from './program-output.ts'

/** How long a likely URL waits for a better one. */
const SETTLE_MS = 2000
/** What a shell gives for a program that it does not find, or may not start. */
const NOT_STARTED = [126, 127]

export interface ProgramLinkOptions {
  /** For the shell; the port is filled in. */
  readonly command: string
  /** How the program is called in messages. */
  readonly name: string
  /** Says what the program does not print. */
  readonly publicUrl?: string | undefined
  readonly pattern?: RegExp | undefined
  readonly gatePort: number
  readonly clock: Clock
  /** The longest to wait for the public URL. */
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

/** Starts a tunnel program and gives the link when its public URL is known. */
export async function openProgramLink(options: ProgramLinkOptions): Promise<Link> {
  const { clock, name, command, signal } = options
  const lost = new AbortController()
  const output = new ProgramOutput(options)
  const program = startProgram({ command, clock, onOutput: (...piece) => output.read(...piece) })
  void program.ended.then((end) => lost.abort(endOf(end, name, output)))
  const close = async (): Promise<void> => {
    lost.abort(new Error('the link was closed'))
    await program.end()
  }
  try {
    const publicUrl =
      options.publicUrl ??
      (await withDeadline(clock, options.timeoutMs, [signal, lost.signal], async (inner) =>
        untilUrl(output, clock, inner),
      ))
    return { publicUrl, sockets: Number.POSITIVE_INFINITY, lost: lost.signal, close }
  } catch (error) {
    const reason: unknown = lost.signal.reason
    const failure =
      reason ?? new Error(output.explain(`${name} printed no public URL`), { cause: error })
    await close()
    throw failure
  }
}

function endOf({ exitCode, detail }: ProgramEnd, name: string, output: ProgramOutput): Error {
  const message = output.explain(`${name} ${detail}`)
  if (exitCode === null || !NOT_STARTED.includes(exitCode)) return new Error(message)
  return new CliError('TUNNEL_COMMAND_FAILED', message, {
    exitCode: 3,
    hint: `install ${name}, or give --tunnel-command its whole path`,
  })
}

/** Gives the URL, or a likely one that nothing better has followed for 2 s. */
async function untilUrl(output: ProgramOutput, clock: Clock, signal: AbortSignal): Promise<string> {
  await output.until('likelyUrl', signal)
  if (output.url === null) {
    await waitAtMost(clock, SETTLE_MS, [signal], async (inner) => output.until('url', inner))
  }
  return output.url ?? output.likelyUrl ?? ''
}
