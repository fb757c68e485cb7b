import type { Command } from 'commander'
import { ANY_PATH } from '../config/parse-path.ts'
import type { Context } from '../context.ts'
import type { ExitCode } from '../contract/errors.ts'
import { openAuthentication } from './listen/authentication.ts'
import { checkAuthFlags } from './listen/check-auth-flags.ts'
import { chooseTunnel } from './listen/choose-tunnel.ts'
import type { CommandDefinition } from './command.ts'
import { serviceExitCode } from './exit-codes.ts'
import { toExpectation } from './listen/expect-flags.ts'
import { toForwardOptions } from './listen/forward-flags.ts'
import { addListenFlags, type ListenFlags } from './listen/listen-flags.ts'
import { listenUntilEnd } from './listen/listen-until-end.ts'
import { openReporter } from './listen/view-flags.ts'
import { warnOfSecrets } from './notices.ts'
import { toAnswerOptions } from './listen/respond-flags.ts'

/** `hookstep listen`: a local receiver, exposed through a tunnel, printing live notifications. */
export const listen: CommandDefinition = (program, context, finish) => {
  const command = program
    .command('listen')
    .summary('receive notifications live, through a tunnel')
    .description(
      'Starts a receiver on 127.0.0.1, opens a tunnel to it, and shows every notification as it comes. ' +
        'A good one is kept in the journal, then answered 204; --forward-to lets your app answer, --respond plays another endpoint, ' +
        '--require-token, --require-header, --oauth and --jwks-url let in only who shows what they ask for. Ctrl+C ends it, exit code 0.',
    )
  addListenFlags(command).action(async (given: ListenFlags) => {
    checkAuthFlags(command)
    const flags = { ...given, ...chooseTunnel(command) }
    warnOfSecrets(command, context)
    finish(await runListen(flags, command, context))
  })
}

async function runListen(
  flags: ListenFlags,
  command: Command,
  context: Context,
): Promise<ExitCode> {
  const expectation = toExpectation(flags)
  const forward = await toForwardOptions(flags, command, context)
  const reporter = await openReporter(flags, command, context)
  const authentication = await openAuthentication(flags, context, reporter.onTokenRequest)
  if (authentication === null) return serviceExitCode(context)
  return listenUntilEnd({
    flags,
    context,
    reporter,
    expectation,
    authentication,
    receiver: {
      port: flags.port,
      path: flags.path === ANY_PATH ? null : flags.path,
      answer: toAnswerOptions(flags),
      ...authentication.admission,
      isStrict: flags.strict === true,
      forward,
    },
  })
}
