import { Command, CommanderError, type Help } from 'commander'
import { check } from './commands/check.ts'
import { fixtures } from './commands/fixtures.ts'
import { demo } from './commands/demo.ts'
import { doctor } from './commands/doctor.ts'
import { exportScenario } from './commands/export.ts'
import { help } from './commands/help.ts'
import { init } from './commands/init.ts'
import { journal } from './commands/journal.ts'
import { load } from './commands/load.ts'
import { listen } from './commands/listen.ts'
import { warn } from './commands/notices.ts'
import { relay } from './commands/relay.ts'
import { replay } from './commands/replay.ts'
import { send } from './commands/send.ts'
import { sendSequence } from './commands/send-sequence.ts'
import type { CommandDefinition } from './commands/command.ts'
import { applyConfig } from './config/apply-config.ts'
import { applyEnvironment } from './config/environment.ts'
import { CONFIG_NAME } from './config/config-file.ts'
import { configRequest } from './config/load-settings.ts'
import type { Context } from './context.ts'
import { CliError, type ExitCode } from './contract/errors.ts'
import { createHelpStyle, HELP_COLUMNS, indented } from './report/style.ts'

const COMMANDS: readonly CommandDefinition[] = [
  demo,
  listen,
  sendSequence,
  send,
  check,
  load,
  exportScenario,
  replay,
  relay,
  journal,
  fixtures,
  init,
  doctor,
]

const FOOTER =
  '--config, --profile, --no-color and --debug work before and after the command.\n' +
  'Every flag has an environment variable: HOOKSTEP_TIMEOUT for --timeout, HOOKSTEP_URL for <url>.\n' +
  'A flag goes before its variable, then the profile, then the configuration file, then the default.\n' +
  'Exit codes: 0 done, 1 the endpoint failed, 2 wrong usage, 3 environment, 70 a bug in hookstep, 129 SIGHUP, 130 Ctrl+C, 143 SIGTERM.'

/** Builds the command tree; `finish` gets the exit code of the command that runs. */
export function buildProgram(context: Context, finish: (exitCode: ExitCode) => void): Command {
  const program = new Command('hookstep')
    .description(
      'Rehearse a webhook endpoint on your own machine: hookstep plays the vendor that will call it.',
    )
    .version(context.version, '-V, --version', 'print the version')
    .option(
      '--config <file>',
      `read this configuration file (default: ${CONFIG_NAME}, in this folder or above)`,
    )
    .option('--profile <name>', 'use this profile of the configuration file')
    .option('--no-color', 'print without colour')
    .option('--debug', 'print the stack of an error')
    .helpOption('-h, --help', 'print help for a command')
    .addHelpText(
      'after',
      () => `\n${indented(FOOTER, 0, createHelpStyle(context.stdout, context.env))}`,
    )
    .configureHelp({ minWidthToWrap: 20, subcommandTerm, formatItem })
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void context.stdout.write(text),
      writeErr: () => {},
      getOutHelpWidth: () => (context.stdout.isTTY ? context.stdout.columns : HELP_COLUMNS),
      getOutHasColors: () => false,
    })
    .hook('preAction', async (_, command) => configure(program, command, context))
  for (const define of COMMANDS) define(program, context, finish)
  for (const group of allCommands(program).filter(isGroup)) help(group, context, finish)
  for (const command of allCommands(program)) prepare(command)
  return program
}

/** Flags that name no command: with them alone, a terminal gets the menu. */
const LOOK_FLAGS: ReadonlySet<string> = new Set(['--no-color', '--debug'])

/**
 * Fills what the command line left out, from the environment and the configuration; `init` makes one, `help`
 * needs none, and to `doctor` a broken one is a finding.
 */
async function configure(program: Command, command: Command, context: Context): Promise<void> {
  if (['init', 'help'].includes(command.name())) return
  applyEnvironment(command, context.env)
  if (command.name() === 'doctor') return
  const request = configRequest(program, context, (text, hint) => warn(context, text, hint))
  await applyConfig(command, request)
}

/**
 * Parses the arguments, runs the command and returns its exit code; without a command, a person in a
 * terminal gets the menu, anybody else the help. Throws `CliError`.
 */
export async function runProgram(argv: readonly string[], context: Context): Promise<ExitCode> {
  let exitCode: ExitCode = 0
  const program = buildProgram(context, (code) => {
    exitCode = code
  })
  if (argv.every((word) => LOOK_FLAGS.has(word))) {
    if (!context.prompt.isAvailable) {
      program.outputHelp()
      return 0
    }
    const { chooseCommand } = await import('./commands/menu.ts')
    return runProgram([...argv, ...(await chooseCommand(program, context))], context)
  }
  try {
    await program.parseAsync(argv, { from: 'user' })
  } catch (error) {
    if (error instanceof CommanderError) return explainUsage(error, argv, program)
    throw error
  }
  return exitCode
}

/** Help that was asked for is done; a group without its command shows its help; the rest is wrong usage. */
function explainUsage(error: CommanderError, argv: readonly string[], program: Command): ExitCode {
  if (error.exitCode === 0) return 0
  // By the first word that names one: a later one may be a command of a group.
  const name = argv.find((word) => program.commands.some((each) => each.name() === word))
  const command = program.commands.find((each) => each.name() === name)
  if (error.code === 'commander.help' && command !== undefined) {
    command.outputHelp()
    return 0
  }
  const said = error.code === 'commander.help' ? 'no command is given' : error.message
  // What was meant as the value of a mistyped flag may be a secret.
  const message = said
    .replace(/^error: /, '')
    .replace(/(unknown option '--?[\w-]+)=.*'/s, "$1=…'")
    .replaceAll('\n', ' ')
  throw new CliError('USAGE', message, {
    hint: command === undefined ? 'hookstep --help' : `hookstep ${command.name()} --help`,
  })
}

function subcommandTerm(command: Command): string {
  return command.name()
}

/** One line of a help list; where the terminal is narrow, the description goes below its term. */
function formatItem(term: string, termWidth: number, description: string, help: Help): string {
  const width = help.helpWidth ?? 80
  if (width < 60) return `  ${term}\n${indent(help.boxWrap(description, width - 6), 6)}`
  const text = help.boxWrap(description, width - termWidth - 4)
  return `  ${term.padEnd(termWidth)}  ${indent(text, termWidth + 4).trimStart()}`
}

function indent(text: string, columns: number): string {
  return text.replaceAll(/^/gm, ' '.repeat(columns))
}

function allCommands(command: Command): Command[] {
  return [command, ...command.commands.flatMap(allCommands)]
}

function isGroup(command: Command): boolean {
  return command.commands.length > 0
}

/** A group without a subcommand shows its help; a single flag that is repeated is refused (hardening C1). */
function prepare(command: Command): void {
  command.copyInheritedSettings(command.parent ?? command)
  for (const option of command.options) {
    const isList = option.variadic || Array.isArray(option.defaultValue)
    if (!isList) refuseRepeats(command, option.name(), option.long ?? option.name())
  }
}

function refuseRepeats(command: Command, event: string, flag: string): void {
  let isSeen = false
  command.on(`option:${event}`, () => {
    if (isSeen) {
      throw new CliError('USAGE', `${flag} is given twice`, { hint: `one ${flag}` })
    }
    isSeen = true
  })
}
