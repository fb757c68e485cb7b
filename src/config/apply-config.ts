import { CommanderError, type Command, type Option } from 'commander'
import type { Environment } from '../context.ts'
import { CliError } from '../contract/errors.ts'
import type { Setting } from './choose-settings.ts'
import { configError } from './config-error.ts'
import { applyUrl, takesUrl } from './configured-url.ts'
import { isListOption } from './environment.ts'
import { loadSettings, type ConfigRequest } from './load-settings.ts'
import { parseTarget } from './parse-target.ts'
import { parseToken } from './parse-token.ts'
import { rivalsOf } from './rival-keys.ts'
import { textsOf, type SettingText } from './setting-texts.ts'
import { withoutFlag } from './without-flag.ts'

/** The flags whose names differ from their keys. */
const ATTRIBUTES: Readonly<Record<string, string>> = {
  headers: 'header',
  vars: 'var',
  requireHeaders: 'requireHeader',
  forwardHeaders: 'forwardHeader',
  relayFaults: 'fault',
  relayTimeline: 'timeline',
}
/** Values that are checked only when they are used: too late to say where they stand. */
const CHECKS: Readonly<Record<string, (text: string) => unknown>> = {
  oauthUrl: parseTarget,
  token: parseToken,
}

/**
 * Gives a command what command line and environment left out and the configuration file sets. Each
 * value goes through its own flag's parser; a key without a flag here is ignored. Throws `CONFIG_*`.
 */
export async function applyConfig(command: Command, request: ConfigRequest): Promise<void> {
  const { env } = request.context
  const isUseless = command.options.length === 0 && !takesUrl(command)
  const settings = isUseless && !request.isExplicit ? [] : await loadSettings(request)
  applyUrl(command, settings, env)
  for (const setting of settings) applySetting(command, setting, env)
  if (request.file === undefined) refuseFoundProgram(command, settings)
}

/**
 * A file that was only found, in a folder that may be a stranger's, starts no program: it has to be named.
 * Throws `CONFIG_INVALID`.
 */
function refuseFoundProgram(command: Command, settings: readonly Setting[]): void {
  const program = settings.find(({ key }) => key === 'tunnelCommand')
  const isMeant = command.getOptionValue('tunnel') === 'command'
  if (program === undefined || !isMeant) return
  if (command.getOptionValueSource('tunnelCommand') !== 'config') return
  // Doctor goes on with the rest of the file, and must not start it either.
  command.setOptionValueWithSource('tunnelCommand', undefined, 'default')
  command.setOptionValueWithSource('tunnel', 'none', 'config')
  const problem = 'it starts a program, and the file was found, not named'
  const hint = `read it, and name it: --config ${program.file}`
  throw configError(program.file, program.pointer, problem, { hint })
}

/** Keys that a command has a flag of the same name for, and of another meaning, or with other values. */
const NOT_MEANT: Readonly<Record<string, readonly string[]>> = {
  replay: ['pace'],
  load: ['report'],
  demo: ['relayFaults'],
}

function applySetting(command: Command, setting: Setting, env: Environment): void {
  const option = optionOf(command, setting)
  if (option === undefined || isOverruled(command, option)) return
  for (const { text, pointer } of valuesOf(option, setting, env)) {
    try {
      CHECKS[setting.key]?.(text)
      command.parseOptions([takesValue(option) ? `${option.long}=${text}` : `${option.long}`])
    } catch (error) {
      throw located(error, setting.file, pointer)
    }
  }
  const name = option.attributeName()
  command.setOptionValueWithSource(name, command.getOptionValue(name), 'config')
}

function optionOf(command: Command, { key, value }: Setting): Option | undefined {
  const name = ATTRIBUTES[key] ?? key
  if (NOT_MEANT[command.name()]?.includes(key) === true) return undefined
  return command.options.find(
    (option) => option.attributeName() === name && option.negate === (value === false),
  )
}

/** True where the flag, or one that excludes it, comes from the command line or the environment. */
function isOverruled(command: Command, option: Option): boolean {
  const name = option.attributeName()
  return [name, ...rivalsOf(name)].some((each) =>
    ['cli', 'env'].includes(command.getOptionValueSource(each) ?? ''),
  )
}

/** The values of a setting, one by one for a list flag, else as one. */
function valuesOf(option: Option, setting: Setting, env: Environment): readonly SettingText[] {
  const texts = textsOf(setting, env)
  if (isListOption(option) || texts.length < 2) return texts
  return [{ text: texts.map(({ text }) => text).join(','), pointer: setting.pointer }]
}

function takesValue(option: Option): boolean {
  return !option.isBoolean() && !option.negate
}

/** What a flag's parser says of a value, said of the key in the file. */
function located(error: unknown, file: string, pointer: string): unknown {
  if (error instanceof CommanderError) {
    return configError(file, pointer, error.message.replace(/^error: /, ''), { cause: error })
  }
  if (!(error instanceof CliError)) return error
  const problem = withoutFlag(error.message)
  const hint = error.hint === undefined ? {} : { hint: error.hint }
  return configError(file, pointer, problem, { ...hint, cause: error })
}
