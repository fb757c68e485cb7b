import type { Command } from 'commander'
import type { Context } from '../context.ts'
import type { ExitCode } from '../contract/errors.ts'
import { toRequirements } from './admission-flags.ts'
import type { CommandDefinition } from './command.ts'
import { toExpectation } from './expect-flags.ts'
import { toForwardOptions } from './forward-flags.ts'
import { addListenFlags, type ListenFlags } from './listen-flags.ts'
import { listenUntilEnd } from './listen-until-end.ts'
import { warnOfSecrets } from './notices.ts'
import { toAnswerOptions } from './respond-flags.ts'

/** `hookstep listen`: a local receiver, exposed through a tunnel, printing live notifications. */
export const listen: CommandDefinition = (program, context, finish) => {
  const command = program
    .command('listen')
    .summary('receive notifications on this machine, through a tunnel, and print them live')
    .description(
      'Starts a receiver on 127.0.0.1, opens a tunnel to it, and prints every notification as it comes. ' +
        'A good one is kept in the journal, then answered 204; --forward-to lets your app answer, --respond plays another endpoint, ' +
        '--require-token and --require-header let in only who shows them. Ctrl+C ends it, exit code 0.',
    )
  addListenFlags(command).action(async (flags: ListenFlags) => {
    warnOfSecrets(command, context)
    finish(await runListen(flags, command, context))
  })
}

async function runListen(
  flags: ListenFlags,
  command: Command,
  context: Context,
): Promise<ExitCode> {
  const requirements = toRequirements(flags, context)
  const expectation = toExpectation(flags)
  const forward = await toForwardOptions(flags, command, context)
  return listenUntilEnd({
    flags,
    context,
    expectation,
    receiver: {
      port: flags.port,
      answer: toAnswerOptions(flags),
      requirements,
      isStrict: flags.strict === true,
      forward,
    },
  })
}
