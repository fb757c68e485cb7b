import type { Context } from '../../context.ts'
import type { ExitCode } from '../../contract/errors.ts'
import { renderK6 } from '../../scenario/render-k6.ts'
import { engineCommand } from './engine-command.ts'
import type { ExportFlags } from './export-flags.ts'
import { toScenario } from './to-scenario.ts'
import { shellWord, tellOfScenario, writeScenario } from './write-scenario.ts'

/** `hookstep export k6 <url>`: a module for k6. */
export const k6 = engineCommand({
  name: 'k6',
  usage: '<url> [flags]',
  summary: 'write a module for k6',
  description:
    'Writes a module for k6 (https://k6.io), for one machine, its operator or its cloud: sessions arrive at a constant ' +
    'rate, each notification is a check, and rejections are counted by their reasons.',
  write,
})

async function write(
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
