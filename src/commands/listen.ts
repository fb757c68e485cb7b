import { parsePort } from '../config/parse-number.ts'
import type { Context } from '../context.ts'
import type { ExitCode } from '../contract/errors.ts'
import { createReceiverReporter } from '../report/receiver-reporter.ts'
import { addAuthFlags, type AuthFlags } from './auth-flags.ts'
import { openAuthentication } from './authentication.ts'
import { checkAuthFlags } from './check-auth-flags.ts'
import type { CommandDefinition } from './command.ts'
import { serviceExitCode, untilInterrupted } from './exit-codes.ts'
import { warnOfSecrets } from './notices.ts'
import {
  addAdmissionFlags,
  addRespondFlags,
  toAnswerOptions,
  type AdmissionFlags,
  type RespondFlags,
} from './receiver-flags.ts'
import { runReceiver } from './run-receiver.ts'
import { addTunnelFlags, type TunnelFlags } from './tunnel-flags.ts'

const DEFAULT_PORT = 4840

interface ListenFlags extends TunnelFlags, RespondFlags, AdmissionFlags, AuthFlags {
  readonly port: number
  readonly json?: boolean
}

/** `hookstep listen`: a local receiver, exposed through a tunnel, printing live notifications. */
export const listen: CommandDefinition = (program, context, finish) => {
  const command = program
    .command('listen')
    .summary('receive notifications on this machine, through a tunnel, and print them live')
    .description(
      'Starts a receiver on 127.0.0.1, opens a tunnel to it, and prints every notification as it comes. ' +
        'A good notification is answered 204; --respond plays another endpoint, --require-token, --require-header, --oauth and --jwks-url let in only who shows what they ask for. Ctrl+C ends it, exit code 0.',
    )
    .option('-p, --port <port>', 'listen on this port; 0 takes a free one', parsePort, DEFAULT_PORT)
  addAdmissionFlags(addAuthFlags(addRespondFlags(addTunnelFlags(command))))
  command
    .option(
      '--json',
      'print NDJSON: tunnel, ready, notification, refused, token and summary records',
    )
    .action(async (flags: ListenFlags) => {
      checkAuthFlags(command)
      warnOfSecrets(command, context)
      finish(await runListen(flags, context))
    })
}

async function runListen(flags: ListenFlags, context: Context): Promise<ExitCode> {
  const reporter = createReceiverReporter(context, flags.json === true)
  const authentication = await openAuthentication(flags, context, reporter.onTokenRequest)
  if (authentication === null) return serviceExitCode(context)
  const totals = { received: 0, rejected: 0 }
  const running = await runReceiver({
    port: flags.port,
    answer: toAnswerOptions(flags),
    ...authentication.admission,
    isStrict: flags.strict === true,
    tunnel: flags,
    context,
    reporter,
    onRequest: (received) => {
      totals.received += 1
      if (received.content.kind === 'refused') totals.rejected += 1
      reporter.onRequest(received)
    },
  })
  const { receiver, publicUrl } = running
  if (!context.signal.aborted) {
    const { url } = receiver
    reporter.onReady({ url, publicUrl, ...authentication.ready(publicUrl ?? url) })
  }
  try {
    await Promise.race([untilInterrupted(context), running.broken])
  } finally {
    await running.close()
  }
  reporter.onEnd(totals, receiver.sessions())
  return serviceExitCode(context)
}
