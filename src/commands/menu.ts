import type { Argument, Command } from 'commander'
import { urlFrom } from '../config/configured-url.ts'
import { configRequest, loadSettings } from '../config/load-settings.ts'
import { parseTarget } from '../config/parse-target.ts'
import type { Choice, Context } from '../context.ts'
import { meaningOf, SENDABLE_STATUSES } from '../contract/status.ts'
import { checkedBy, parseNonEmpty } from './answers.ts'
import { warn } from './notices.ts'

/** Takes the URL of the configuration and does without: where that is broken, nobody must be stopped by it. */
const WITHOUT_URL = 'doctor'

/**
 * The command line that a person chooses from a menu of the commands: of a group its first command,
 * and an answer for every argument. Throws `INTERRUPTED` when the person breaks it off.
 */
export async function chooseCommand(program: Command, context: Context): Promise<string[]> {
  const help = program.createHelp()
  const name = await context.prompt.select({
    message: 'What shall hookstep do?',
    choices: toChoices(help.visibleCommands(program), context.stdout.columns),
  })
  const chosen = program.commands.find((command) => command.name() === name)
  const [first] = chosen?.commands ?? []
  const words = first === undefined ? [name] : [name, first.name()]
  const wanted = (first ?? chosen)?.registeredArguments ?? []
  // The URL may come from the configuration, and is asked for with it; what else may be left out, is.
  const asksForUrl = name !== WITHOUT_URL
  for (const argument of wanted.filter(
    (each) => each.required || (asksForUrl && each.name() === 'url'),
  )) {
    words.push(await askFor(argument, program, context))
  }
  return words
}

/** Name and summary side by side; where not all of them have room, the summary of the one under the cursor below. */
function toChoices(commands: readonly Command[], columns: number): Choice[] {
  const width = Math.max(...commands.map((command) => command.name().length))
  const choices = commands.map((command) => {
    const name = command.name()
    const summary = command.summary() || command.description()
    return { value: name, name, description: summary, wide: `${name.padEnd(width)}  ${summary}` }
  })
  const hasRoom = choices.every(({ wide }) => wide.length + CURSOR_COLUMNS <= columns)
  return choices.map(({ wide, ...choice }) =>
    hasRoom ? { value: choice.value, name: wide } : choice,
  )
}

/** What stands before a choice: the cursor and a blank. */
const CURSOR_COLUMNS = 2

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
