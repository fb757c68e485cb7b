import type { Command } from 'commander'
import { applyConfig } from '../../../config/apply-config.ts'
import { readConfigFile } from '../../../config/config-file.ts'
import { applyUrl } from '../../../config/configured-url.ts'
import { applyEnvironment } from '../../../config/environment.ts'
import { configRequest, type ConfigRequest } from '../../../config/load-settings.ts'
import { CliError } from '../../../contract/errors.ts'
import { fail, pass, warn, type Check, type CheckResult } from '../check.ts'
import type { Start } from '../subject.ts'

/**
 * Whether every command could take its flags from the configuration and the environment. Gives doctor
 * its own on the way, so it comes before all other checks.
 */
export const configuration: Check<Start> = {
  rule: 'configuration',
  title: 'Configuration',
  severity: 'required',
  concerns: 'machine',
  run: async ({ program, command, context }) => {
    const warnings: Warning[] = []
    const request: ConfigRequest = {
      ...configRequest(program, context, (text, hint) => void warnings.push({ text, hint })),
      isExplicit: true,
    }
    // The URL of the environment counts, whatever is wrong with the file.
    applyUrl(command, [], context.env)
    const problems = await problemsOf(command, () => applyConfig(command, request))
    for (const other of othersOf(program, command)) {
      problems.push(...(await problemsOf(other, () => applyAll(other, request))))
    }
    return judge(await findFile(request), problems, warnings)
  },
}

interface Warning {
  readonly text: string
  readonly hint: string
}

/** `init` makes a configuration and reads none. */
function othersOf(parent: Command, command: Command): Command[] {
  return parent.commands
    .filter((each) => each !== command && each.name() !== 'init')
    .flatMap((each) => (each.commands.length === 0 ? [each] : othersOf(each, command)))
}

async function applyAll(command: Command, request: ConfigRequest): Promise<void> {
  applyEnvironment(command, request.context.env)
  await applyConfig(command, request)
}

async function problemsOf(command: Command, apply: () => Promise<void>): Promise<CliError[]> {
  try {
    await apply()
    return []
  } catch (error) {
    if (error instanceof CliError) return [error]
    throw new Error(`${command.name()}: ${(error as Error).message}`, { cause: error })
  }
}

/** The path, or null where there is none or it cannot be read; then that is among the problems. */
async function findFile({ context, file }: ConfigRequest): Promise<string | null> {
  const found = await readConfigFile(context.cwd, file).catch(() => null)
  return found === null ? null : found.path
}

function judge(
  file: string | null,
  all: readonly CliError[],
  warnings: readonly Warning[],
): CheckResult {
  const problems = all.filter(
    ({ message }, index) => all.findIndex((each) => each.message === message) === index,
  )
  const [first] = problems
  if (first !== undefined) {
    const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : ''
    const list = problems.map(({ code, message, hint = null }) => ({ code, message, hint }))
    return fail(`${first.message}${more}`, first.hint ?? mendOf(file), { file, problems: list })
  }
  const [warning] = warnings
  if (warning !== undefined) return warn(warning.text, warning.hint, { file })
  return pass(file ?? 'no file: every flag has its default', { file })
}

function mendOf(file: string | null): string {
  return file === null ? 'hookstep init' : `correct it in ${file}`
}
