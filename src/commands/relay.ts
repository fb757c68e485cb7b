import { readFault } from '../config/parse-fault.ts'
import { parsePort } from '../config/parse-number.ts'
import type { Context } from '../context.ts'
import type { ExitCode } from '../contract/errors.ts'
import { createRelayReporter, type RelayReporter } from '../report/relay-reporter.ts'
import type { ControlPort } from '../tunnel/relay/control/control-port.ts'
import { FAULTS } from '../tunnel/relay/fault-list.ts'
import type { Relay } from '../tunnel/relay/relay.ts'
import type { CommandDefinition } from './command.ts'
import { makeSeed } from './disorder-flags.ts'
import { serviceExitCode, untilInterrupted } from './exit-codes.ts'
import { addFaultFlags, faultHelp, type FaultFlags } from './relay/fault-flags.ts'

const DEFAULT_PORT = 4841

interface RelayFlags extends FaultFlags {
  readonly port: number
  readonly json?: boolean
}

/** `hookstep relay`: the tunnel simulator, which the real localtunnel client works with. */
export const relay: CommandDefinition = (program, context, finish) => {
  const command = program
    .command('relay')
    .summary('simulate the public side of a tunnel on this machine')
    .description(
      "Starts a relay on 127.0.0.1 that speaks localtunnel's protocol: any localtunnel client can register, " +
        'and gets a public URL of the form http://name.localhost:port. It fails on purpose where it is told to. ' +
        'Ctrl+C ends it, exit code 0.',
    )
    .option('-p, --port <port>', 'listen on this port; 0 takes a free one', parsePort, DEFAULT_PORT)
  addFaultFlags(command)
    .option(
      '--json',
      'print NDJSON: ready, registered, request, name-refused, client-gone, fault-on, fault-off and restarted records',
    )
    .addHelpText('after', () => faultHelp(context))
    .action(async (flags: RelayFlags) => finish(await runRelay(flags, context)))
}

async function runRelay(flags: RelayFlags, context: Context): Promise<ExitCode> {
  const { startRelay } = await import('../tunnel/relay/start-relay.ts')
  const reporter = createRelayReporter(context, flags.json === true)
  const { clock, random } = context
  const seed = flags.seed ?? makeSeed(random)
  const running = await startRelay({
    port: flags.port,
    clock,
    random,
    seed,
    onEvent: reporter.onEvent,
  })
  try {
    await serve(running, seed, { flags, context, reporter })
  } finally {
    await running.close()
  }
  return serviceExitCode(context)
}

interface Setting {
  readonly flags: RelayFlags
  readonly context: Context
  readonly reporter: RelayReporter
}

async function serve(running: Relay, seed: number, setting: Setting): Promise<void> {
  const { flags, context, reporter } = setting
  const control = await openControl(running, setting)
  try {
    reporter.onReady({ url: running.url, controlUrl: control?.url ?? null, seed })
    for (const { name, values } of flags.fault) await running.faults.set(name, values)
    const { runTimeline } = await import('../tunnel/relay/run-timeline.ts')
    await Promise.all([
      runTimeline(running.faults, flags.timeline ?? [], context),
      untilInterrupted(context),
    ])
  } finally {
    await control?.close()
  }
}

async function openControl(
  running: Relay,
  { flags, context: { clock } }: Setting,
): Promise<ControlPort | null> {
  if (flags.controlPort === undefined) return null
  const { openControlPort } = await import('../tunnel/relay/control/control-port.ts')
  return openControlPort({
    port: flags.controlPort,
    clock,
    relay: running,
    readFault: (name, values) => readFault(name, values, '', FAULTS),
  })
}
