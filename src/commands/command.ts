import { Option, type Command } from 'commander'
import type { Context } from '../context.ts'
import type { ExitCode } from '../contract/errors.ts'

/**
 * One command of the tree: adds itself to the program. Its action parses flags into options, runs,
 * and gives the exit code to `finish`.
 */
export type CommandDefinition = (
  program: Command,
  context: Context,
  finish: (exitCode: ExitCode) => void,
) => void

/** A flag that may be given more than once; every value is parsed and kept, in order. */
export function repeatable(flags: string, text: string, parse: (value: string) => unknown): Option {
  return new Option(flags, text)
    .argParser<unknown[]>((value, earlier) => [...earlier, parse(value)])
    .default([], 'none')
}
