import { configuredUrl } from '../../config/configured-url.ts'
import type { Context } from '../../context.ts'
import type { ExitCode } from '../../contract/errors.ts'
import type { CommandDefinition } from '../command.ts'
import { warnOfSecrets } from '../notices.ts'
import { addExportFlags, type ExportFlags } from './export-flags.ts'

/** What the export for one engine has of its own. */
export interface Engine {
  readonly name: string
  readonly usage: string
  readonly summary: string
  readonly description: string
  /** Writes the scenario for this URL. */
  readonly write: (
    url: string | undefined,
    flags: ExportFlags,
    context: Context,
  ) => Promise<ExitCode>
}

/** The command that writes the scenario of an engine. */
export function engineCommand(engine: Engine): CommandDefinition {
  const { name, usage, summary, description, write } = engine
  return (group, context, finish) => {
    const command = group
      .command(name)
      .usage(usage)
      .argument('[url]', 'the endpoint under test')
      .summary(summary)
      .description(description)
    addExportFlags(command).action(async (url: string | undefined, flags: ExportFlags) => {
      warnOfSecrets(command, context)
      finish(await write(url ?? configuredUrl(command), flags, context))
    })
  }
}
