import type { Argument, Command } from 'commander'
import { urlFrom } from '../config/configured-url.ts'
import { configRequest, loadSettings } from '../config/load-settings.ts'
import { parseTarget } from '../config/parse-target.ts'
import type { Choice, Context } from '../context.ts'
import { meaningOf, SENDABLE_STATUSES } from '../contract/status.ts'
import { checkedBy, parseNonEmpty } from './answers.ts'
import { warn } from './notices.ts'

/**
 * The command line that a person chooses from a menu of the commands: of a group its first command,
 * and an answer for every argument. Throws `INTERRUPTED` when the person breaks it off.
 */
export async function chooseCommand(program: Command, context: Context): Promise<string[]> {
  const commands = program.createHelp().visibleCommands(program)
  const width = Math.max(...commands.map((command) => command.name().length))
  const name = await context.prompt.select({
    message: 'What shall hookstep do?',
    choices: commands.map((command) => toChoice(command, width)),
  })
  const chosen = program.commands.find((command) => command.name() === name)
  const [first] = chosen?.commands ?? []
  const words = first === undefined ? [name] : [name, first.name()]
  for (const argument of (first ?? chosen)?.registeredArguments ?? []) {
    words.push(await askFor(argument, program, context))
  }
  return words
}

function toChoice(command: Command, width: number): Choice {
  const summary = command.summary() || command.description()
  return { value: command.name(), name: `${command.name().padEnd(width)}  ${summary}` }
}

async function askFor(argument: Argument, program: Command, context: Context): Promise<string> {
  if (argument.name() === 'url') return askForUrl(program, context)
  if (argument.name() === 'status') {
    return context.prompt.select({
      message: 'Which status?',
      choices: SENDABLE_STATUSES.map((status) => ({
        value: status,
        name: status,
        description: meaningOf(status),
      })),
    })
  }
  return context.prompt.input({
    message: `${argument.name()}: ${argument.description}`,
    validate: checkedBy(parseNonEmpty),
  })
}

async function askForUrl(program: Command, context: Context): Promise<string> {
  const request = configRequest(program, context, (text, hint) => warn(context, text, hint))
  const configured = urlFrom(await loadSettings(request), context.env)
  return context.prompt.input({
    message: 'URL of the endpoint:',
    default: configured ?? 'http://127.0.0.1:3000/webhook',
    validate: checkedBy(parseTarget),
  })
}
