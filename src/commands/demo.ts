import type { ChosenFault } from '../config/parse-fault.ts'
import type { Context } from '../context.ts'
import type { ExitCode } from '../contract/errors.ts'
import { DEFAULT_FLOW } from '../fixtures/shipped.ts'
import { renderReady } from '../report/listen/receiver-lines.ts'
import { createTextReceiverReporter } from '../report/listen/text-reporter.ts'
import { createSequenceReporter } from '../report/sequence-reporter.ts'
import { createStyle } from '../report/style.ts'
import { renderArrival } from '../report/text/arrival-line.ts'
import type { CommandDefinition } from './command.ts'
import { sendFullFlow } from './demo/send-full-flow.ts'
import { interruptedExitCode } from './exit-codes.ts'
import { parseFaultFlag } from './relay/fault-flags.ts'
import { runReceiver } from './listen/run-receiver.ts'
import { DEFAULT_TIMEOUT_MS } from '../delivery/endpoint.ts'
import type { TunnelFlags } from './listen/tunnel-flags.ts'

const SIMULATED: TunnelFlags = {
  tunnel: 'simulated',
  tunnelHost: [],
  requireTunnel: true,
  tunnelTimeout: 8000,
}

interface DemoFlags {
  readonly fault?: ChosenFault
}

/** `hookstep demo`: the whole tool in one go, on this machine and without a network. */
export const demo: CommandDefinition = (program, context, finish) => {
  program
    .command('demo')
    .summary('show the whole tool in one go, without a network')
    .description(
      'Starts a relay, a receiver behind it through the real localtunnel client, and sends the flow ' +
        `${DEFAULT_FLOW} to the public URL: both sides on screen, every answer judged. With --fault the relay fails ` +
        'in the middle, the tunnel heals, and what was rejected is sent again.',
    )
    .option(
      '--fault <name[=values]>',
      'show one fault of the relay; hookstep relay --help lists them',
      parseFaultFlag,
    )
    .action(async ({ fault }: DemoFlags) => {
      if (fault === undefined) return finish(await runDemo(context))
      const { runFaultyDemo } = await import('./demo/run-faulty-demo.ts')
      finish(await runFaultyDemo(fault, context))
    })
}

async function runDemo(context: Context): Promise<ExitCode> {
  const style = createStyle(context.stdout, context.env)
  const reporter = createTextReceiverReporter(context, false)
  const running = await runReceiver({
    port: 0,
    answer: { httpStatus: 204, body: null, mediaType: null, delayMs: 0 },
    tunnel: SIMULATED,
    context,
    reporter,
    onRequest: (received) => void context.stdout.write(renderArrival(received, style)),
  })
  try {
    const { publicUrl } = running
    // Without a tunnel the demo would have thrown, but for an interruption.
    if (publicUrl === null) return interruptedExitCode(context) ?? 3
    const ready = { url: running.receiver.url, publicUrl, journal: null, requiresToken: false }
    context.stderr.write(renderReady(ready, createStyle(context.stderr, context.env)))
    return await sendFullFlow(
      {
        publicUrl: () => publicUrl,
        timeoutMs: DEFAULT_TIMEOUT_MS,
        retryDelaysMs: [],
        reporter: createSequenceReporter(context, false),
      },
      context,
    )
  } finally {
    await running.close()
  }
}
