import type { Command, Option } from 'commander'
import type { Environment } from '../context.ts'
import { CliError } from '../contract/errors.ts'

/** The variable that stands for a flag: `HOOKSTEP_TUNNEL_HOST` for `--tunnel-host`. */
export function variableOf(option: Option): string {
  const name = (option.long ?? '').replace(/^--/, '')
  return `HOOKSTEP_${name.replaceAll('-', '_').toUpperCase()}`
}

/**
 * Gives a command the flags that its command line left out and the environment sets. Lists are
 * separated by commas, headers and variables by line breaks. Throws what the flag itself would throw.
 */
export function applyEnvironment(command: Command, env: Environment): void {
  for (const option of command.options) {
    const text = env[variableOf(option)]
    if (text === undefined || command.getOptionValueSource(option.attributeName()) === 'cli')
      continue
    applyOne(command, option, text)
  }
}

function applyOne(command: Command, option: Option, text: string): void {
  const flag = option.long ?? ''
  if (option.isBoolean() || option.negate) {
    if (!isTrue(text, variableOf(option))) return
    command.parseOptions([flag])
  } else {
    for (const value of valuesOf(option, text)) command.parseOptions([`${flag}=${value}`])
  }
  const name = option.attributeName()
  command.setOptionValueWithSource(name, command.getOptionValue(name), 'env')
}

function valuesOf(option: Option, text: string): string[] {
  const isList = option.variadic || Array.isArray(option.defaultValue)
  if (!isList) return [text]
  return text.split(/\r?\n/).filter((line) => line !== '')
}

function isTrue(text: string, variable: string): boolean {
  if (['1', 'true', 'yes'].includes(text.toLowerCase())) return true
  if (['', '0', 'false', 'no'].includes(text.toLowerCase())) return false
  throw new CliError(
    'BAD_VARIABLE_VALUE',
    `${variable}: expected 1 or 0, found ${JSON.stringify(text)}`,
    {
      hint: `${variable}=1`,
    },
  )
}
