import { configuredUrl } from '../config/configured-url.ts'
import type { CommandDefinition } from './command.ts'
import { addLoadFlags, type LoadFlags } from './load/load-flags.ts'
import { warnOfSecrets } from './notices.ts'

/** `hookstep load <url>`: many sessions at once, each in order, with latency percentiles and thresholds. */
export const load: CommandDefinition = (program, context, finish) => {
  const command = program
    .command('load')
    .usage('<url> [flags]')
    .argument('[url]', 'the endpoint under test')
    .summary('send many sessions at once and measure the answers')
    .description(
      'Loads an endpoint with onboarding sessions: many at once, the notifications of each strictly in order, and every ' +
        'answer judged. Connections are kept alive. A retry counts as a notification of its own. ' +
        'A remote host needs --yes, or a yes in the terminal. ' +
        'Exit code 0 when every notification was acknowledged, 1 when one was not; with --assert the thresholds alone ' +
        'decide. Ctrl+C ends with what was measured until then.',
    )
  addLoadFlags(command).action(async (url: string | undefined, flags: LoadFlags) => {
    warnOfSecrets(command, context)
    const { loadEndpoint } = await import('./load/load-endpoint.ts')
    finish(await loadEndpoint(url ?? configuredUrl(command), flags, context))
  })
}
