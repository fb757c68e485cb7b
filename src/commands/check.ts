import { configuredUrl } from '../config/configured-url.ts'
import type { CommandDefinition } from './command.ts'
import { addCheckFlags, type CheckFlags } from './check/check-flags.ts'
import { warnOfSecrets } from './notices.ts'

/** `hookstep check <url>`: every rule of the vendor's contract, with evidence and advice. */
export const check: CommandDefinition = (program, context, finish) => {
  const command = program
    .command('check')
    .usage('<url> [flags]')
    .argument('[url]', 'the endpoint under test')
    .summary('prove an endpoint ready for the vendor, or say what is not')
    .description(
      'Tries every rule on a URL: what has to be acknowledged, denied, survived and refused, and the TLS before it. ' +
        'Tells of each rule that is broken why it matters and how to mend it. What may end an endpoint goes last, and ' +
        'to a remote host only with --yes or after a question. ' +
        'Exit code 0 when no rule that counts is broken, 1 when one is.',
    )
  addCheckFlags(command).action(async (url: string | undefined, flags: CheckFlags) => {
    warnOfSecrets(command, context)
    if (flags.list === true) {
      const { listRules } = await import('./check/list-rules.ts')
      return finish(listRules(flags, context))
    }
    const { checkEndpoint } = await import('./check/check-endpoint.ts')
    finish(await checkEndpoint(url ?? configuredUrl(command), flags, context))
  })
}
