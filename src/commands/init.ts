import { stat } from 'node:fs/promises'
import { relative, resolve } from 'node:path'
import { Option, type Command } from 'commander'
import { CONFIG_NAME } from '../config/config-file.ts'
import type { Settings } from '../config/config-schema.ts'
import { referencesIn } from '../config/interpolate.ts'
import { parseHeader } from '../config/parse-header.ts'
import { parseTarget } from '../config/parse-target.ts'
import { parseTokenUrl } from '../config/parse-token-url.ts'
import type { Context } from '../context.ts'
import { CliError, type ExitCode } from '../contract/errors.ts'
import { RETRY_POLICIES } from '../contract/retry-schedule.ts'
import { parseNonEmpty, parseVariableName } from './answers.ts'
import { repeatable, type CommandDefinition } from './command.ts'
import { askSettings, AUTHENTICATIONS, type InitFlags } from './init-questions.ts'

/** `hookstep init`: a wizard that writes `hookstep.config.json`. */
export const init: CommandDefinition = (program, context, finish) => {
  const command = program
    .command('init')
    .summary(`write ${CONFIG_NAME}, question by question`)
    .description(
      `Asks for the endpoint, the flow, the authentication, headers and retries, and writes ${CONFIG_NAME} ` +
        'into this folder (or the file of --config), for your eyes only. Secrets are never asked for: the ' +
        'file names the environment variables that hold them. A flag answers its question; --yes takes ' +
        'the default for all others, for a script. This command reads no HOOKSTEP_ variable.',
    )
  addInitFlags(command).action(async (flags: InitFlags) => {
    const { config } = program.opts<{ config?: string }>()
    finish(await runInit(flags, resolve(context.cwd, config ?? CONFIG_NAME), context))
  })
}

function addInitFlags(command: Command): Command {
  return command
    .option(
      '--url <url>',
      'the endpoint under test',
      checked((text) => parseTarget(text, '--url')),
    )
    .option('--flow <name>', 'the flow to send (hookstep fixtures list)')
    .addOption(
      new Option('--auth <kind>', 'how hookstep proves who it is').choices(AUTHENTICATIONS),
    )
    .option('--token-variable <name>', 'the variable that holds the token', parseVariableName)
    .option(
      '--oauth-url <url>',
      'the token endpoint',
      checked((text) => parseTokenUrl(text, false)),
    )
    .option('--client-id <id>', 'the client id', parseNonEmpty)
    .option(
      '--client-secret-variable <name>',
      'the variable that holds its secret',
      parseVariableName,
    )
    .addOption(
      repeatable(
        '-H, --header <header>',
        "a custom header, 'Name: value', a secret as ${VARIABLE}; repeatable",
        parseHeader,
      ),
    )
    .addOption(new Option('--retry <policy>', 'the schedule of retries').choices(RETRY_POLICIES))
    .option('-y, --yes', 'ask nothing: take the default where no flag answers')
    .option('--force', 'replace a file that is there')
}

/** The text as it was given, once the parser takes it. */
function checked(parse: (text: string) => unknown): (text: string) => string {
  return (text) => {
    parse(text)
    return text
  }
}

async function runInit(flags: InitFlags, path: string, context: Context): Promise<ExitCode> {
  if (flags.yes !== true && !context.prompt.isAvailable) throw noTerminal()
  const name = relative(context.cwd, path)
  if (!(await mayWrite(path, name, flags, context))) {
    context.stderr.write('nothing was written\n')
    return 0
  }
  const settings = await askSettings(flags, context)
  const { writeConfig } = await import('../config/write-config.ts')
  await writeConfig(path, settings, context.packageRoot)
  context.stderr.write(`wrote ${name}, for your eyes only\n${nextSteps(settings, name, context)}`)
  return 0
}

function noTerminal(): CliError {
  return new CliError('NO_TERMINAL', 'init asks questions, and there is no terminal', {
    hint: 'hookstep init --yes --url URL --flow NAME --auth none|bearer|oauth --retry none|vendor|legacy',
  })
}

/** True for a new file, with `--force`, and where the person says yes. */
async function mayWrite(
  path: string,
  name: string,
  flags: InitFlags,
  { prompt }: Context,
): Promise<boolean> {
  const isThere = await stat(path).then(
    () => true,
    () => false,
  )
  if (!isThere || flags.force === true) return true
  if (flags.yes !== true) {
    return prompt.confirm({ message: `${name} is there. Replace it?`, default: false })
  }
  throw new CliError('CONFIG_EXISTS', `${name} is there already`, { hint: '--force replaces it' })
}

function nextSteps(settings: Settings, name: string, { env }: Context): string {
  const missing = referencesIn(JSON.stringify(settings)).filter((each) => (env[each] ?? '') === '')
  const config = name === CONFIG_NAME ? '' : ` --config ${name}`
  const url = settings.url === undefined ? ' <url>' : ''
  const steps = [
    ...missing.map((variable) => `export ${variable}=…`),
    `hookstep send-sequence${config}${url}`,
  ]
  return `next:\n${steps.map((step) => `  ${step}\n`).join('')}`
}
