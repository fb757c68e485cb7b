import type { Context } from '../../context.ts'
import { CliError, type ExitCode } from '../../contract/errors.ts'
import { renderArtillery } from '../../scenario/render-artillery.ts'
import { requireFree } from '../write-export.ts'
import { engineCommand } from './engine-command.ts'
import type { ExportFlags } from './export-flags.ts'
import { toScenario } from './to-scenario.ts'
import { shellWord, tellOfScenario, writeScenario } from './write-scenario.ts'

/** `hookstep export artillery <url>`: a script for Artillery, and its processor. */
export const artillery = engineCommand({
  name: 'artillery',
  usage: '<url> --out <file.yml> [flags]',
  summary: 'write a script for Artillery, and its processor',
  description:
    'Writes two files for Artillery (https://artillery.io), for one machine, Fargate or Lambda: NAME.yml says when ' +
    'sessions arrive, NAME.processor.cjs beside it what a session is. Rejections are counted by their reasons, and ' +
    'one fails the run.',
  write,
})

async function write(
  url: string | undefined,
  flags: ExportFlags,
  context: Context,
): Promise<ExitCode> {
  const { out } = flags
  const processor = processorFor(out)
  const scenario = await toScenario(url, flags, context, 'export artillery')
  const run = `npx artillery@2 run ${shellWord(out)}`
  const processorName = processor.replace(/^.*[/\\]/, '')
  const files = renderArtillery(scenario, { run, processorName })
  const force = flags.force === true
  await requireFree(out, { force, context })
  await writeScenario(files.processor, { out: processor, force }, context)
  await writeScenario(files.script, { out, force }, context)
  tellOfScenario(scenario, { files: [out, processor], run }, context)
  return 0
}

/** The second file. Artillery knows a script by the end of its name. */
function processorFor(out: string): string {
  if (/[^/\\]\.ya?ml$/.test(out)) return out.replace(/\.ya?ml$/, '.processor.cjs')
  const isStream = out === '-'
  throw new CliError(
    'USAGE',
    isStream
      ? 'a script for Artillery is two files, which standard output cannot be'
      : `--out: Artillery takes a .yml file, found ${JSON.stringify(out)}`,
    { hint: '--out artillery.yml' },
  )
}
