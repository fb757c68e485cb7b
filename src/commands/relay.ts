import { parsePort } from '../config/parse-number.ts'
import type { Context } from '../context.ts'
import type { ExitCode } from '../contract/errors.ts'
import { createRelayReporter } from '../report/relay-reporter.ts'
import type { CommandDefinition } from './command.ts'
import { serviceExitCode, untilInterrupted } from './exit-codes.ts'

const DEFAULT_PORT = 4841

interface RelayFlags {
  readonly port: number
  readonly json?: boolean
}

/** `hookstep relay`: the tunnel simulator, which the real localtunnel client works with. */
export const relay: CommandDefinition = (program, context, finish) => {
  program
    .command('relay')
    .summary('simulate the public side of a tunnel on this machine')
    .description(
      "Starts a relay on 127.0.0.1 that speaks localtunnel's protocol: any localtunnel client can register, " +
        'and gets a public URL of the form http://name.localhost:port. Ctrl+C ends it, exit code 0.',
    )
    .option('-p, --port <port>', 'listen on this port; 0 takes a free one', parsePort, DEFAULT_PORT)
    .option(
      '--json',
      'print NDJSON: ready, registered, request, name-refused and client-gone records',
    )
    .action(async (flags: RelayFlags) => finish(await runRelay(flags, context)))
}

async function runRelay(flags: RelayFlags, context: Context): Promise<ExitCode> {
  const { startRelay } = await import('../tunnel/relay/start-relay.ts')
  const reporter = createRelayReporter(context, flags.json === true)
  const { clock, random } = context
  const running = await startRelay({ port: flags.port, clock, random, onEvent: reporter.onEvent })
  reporter.onReady(running.url)
  await untilInterrupted(context)
  await running.close()
  return serviceExitCode(context)
}
