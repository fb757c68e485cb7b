import type { Command } from 'commander'
import { closestName } from '../config/closest-name.ts'
import { CliError } from '../contract/errors.ts'
import type { CommandDefinition } from './command.ts'

/** `hookstep help journal show`: the help of a command, by its words. Every group has one of its own. */
export const help: CommandDefinition = (group, _context, finish) => {
  group
    .command('help')
    .usage('[command...]')
    .argument('[command...]', 'the words that name it')
    .summary('print help for a command')
    .description('Prints help for a command.')
    .action((words: readonly string[]) => {
      words.reduce(subcommandOf, group).outputHelp()
      finish(0)
    })
}

function subcommandOf(command: Command, word: string): Command {
  const found = command.commands.find((each) => each.name() === word)
  if (found !== undefined) return found
  const path = pathOf(command)
  const near = closestName(
    word,
    command.commands.map((each) => each.name()),
  )
  const [, ...words] = [...path, word]
  throw new CliError('USAGE', `there is no command ${JSON.stringify(words.join(' '))}`, {
    hint: near === undefined ? `${path.join(' ')} --help` : `${path.join(' ')} ${near} --help`,
  })
}

/** `['hookstep', 'journal']` */
function pathOf(command: Command): string[] {
  return [...(command.parent === null ? [] : pathOf(command.parent)), command.name()]
}
