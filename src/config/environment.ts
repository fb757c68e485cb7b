import { CommanderError, type Command, type Option } from 'commander'
import type { Environment } from '../context.ts'
import { CliError } from '../contract/errors.ts'
import { rivalsOf } from './rival-keys.ts'
import { withoutFlag } from './without-flag.ts'

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
    // A variable that is set to nothing is how CI hands over a secret that is not there.
    if (text === undefined || text === '' || isOnCommandLine(command, option)) continue
    try {
      applyOne(command, option, text)
    } catch (error) {
      throw named(error, variableOf(option))
    }
  }
}

/** What a flag's parser says of a value, said of the variable that it came from. */
function named(error: unknown, variable: string): unknown {
  if (error instanceof CommanderError) {
    const problem = error.message.replace(/^error: /, '')
    return new CliError('BAD_VARIABLE_VALUE', `${variable}: ${problem}`, { cause: error })
  }
  if (!(error instanceof CliError) || error.message.startsWith(variable)) return error
  const problem = withoutFlag(error.message)
  const hint = error.hint === undefined ? {} : { hint: error.hint }
  return new CliError(error.code, `${variable}: ${problem}`, { ...hint, cause: error })
}

/** True where the command line has the flag, or one that excludes it. */
function isOnCommandLine(command: Command, option: Option): boolean {
  const name = option.attributeName()
  return [name, ...rivalsOf(name)].some((each) => command.getOptionValueSource(each) === 'cli')
}

/** True for a flag that may be given more than once. */
export function isListOption(option: Option): boolean {
  return option.variadic || Array.isArray(option.defaultValue)
}

function applyOne(command: Command, option: Option, text: string): void {
  const flag = option.long ?? ''
  if (option.isBoolean() || option.negate) {
    const isOn = isTrue(text, variableOf(option))
    // Of `--no-x` switched off nothing follows for x; any other switch is off, whatever the file says.
    if (!isOn && option.negate) return
    if (isOn) command.parseOptions([flag])
  } else {
    for (const value of valuesOf(option, text)) command.parseOptions([`${flag}=${value}`])
  }
  const name = option.attributeName()
  command.setOptionValueWithSource(name, command.getOptionValue(name), 'env')
}

function valuesOf(option: Option, text: string): string[] {
  if (!isListOption(option)) return [text]
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
