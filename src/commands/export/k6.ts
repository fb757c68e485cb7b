import { configuredUrl } from '../../config/configured-url.ts'
import type { Context } from '../../context.ts'
import type { ExitCode } from '../../contract/errors.ts'
import { renderK6 } from '../../scenario/render-k6.ts'
import type { CommandDefinition } from '../command.ts'
import { warnOfSecrets } from '../notices.ts'
import { addExportFlags, type ExportFlags } from './export-flags.ts'
import { toScenario } from './to-scenario.ts'
import { shellWord, tellOfScenario, writeScenario } from './write-scenario.ts'

/** `hookstep export k6 <url>`: a module for k6. */
export const k6: CommandDefinition = (group, context, finish) => {
  const command = group
    .command('k6')
    .usage('<url> [flags]')
    .argument('[url]', 'the endpoint under test')
    .summary('write a module for k6')
    .description(
      'Writes a module for k6 (https://k6.io), for one machine, its operator or its cloud: sessions arrive at a constant ' +
        'rate, each notification is a check, and rejections are counted by their reasons.',
    )
  addExportFlags(command).action(async (url: string | undefined, flags: ExportFlags) => {
    warnOfSecrets(command, context)
    finish(await run(url ?? configuredUrl(command), flags, context))
  })
}

async function run(
  url: string | undefined,
  flags: ExportFlags,
  context: Context,
): Promise<ExitCode> {
  const scenario = await toScenario(url, flags, context, 'export k6')
  const isFile = flags.out !== '-'
  const run = `k6 run ${isFile ? shellWord(flags.out) : 'FILE'}`
  await writeScenario(renderK6(scenario, run), flags, context)
  tellOfScenario(scenario, { files: isFile ? [flags.out] : [], run }, context)
  return 0
}
