import type { Command } from 'commander'
import type { Environment } from '../context.ts'
import type { CliError } from '../contract/errors.ts'
import type { Setting } from './choose-settings.ts'
import { configError } from './config-error.ts'
import { interpolate } from './interpolate.ts'
import { parseTarget } from './parse-target.ts'

/** Where the URL is kept between the hook and the action; no flag has this name. */
const ATTRIBUTE = 'configuredUrl'

/** The URL from `HOOKSTEP_URL` or the configuration, for a command whose `<url>` was left out. */
export function configuredUrl(command: Command): string | undefined {
  return command.getOptionValue(ATTRIBUTE) as string | undefined
}

/** True where the command has an argument `url`. */
export function takesUrl(command: Command): boolean {
  return urlIndex(command) !== -1
}

/** Keeps the URL of environment or configuration for a command that was given none. */
export function applyUrl(command: Command, settings: readonly Setting[], env: Environment): void {
  const index = urlIndex(command)
  if (index === -1 || command.args[index] !== undefined) return
  const [url, source] = [urlFrom(settings, env), isSet(env) ? 'env' : 'config']
  if (url !== undefined) command.setOptionValueWithSource(ATTRIBUTE, url, source)
}

/** `HOOKSTEP_URL`, or else `url` of the configuration. Throws `CONFIG_INVALID` for one that is no URL. */
export function urlFrom(settings: readonly Setting[], env: Environment): string | undefined {
  if (isSet(env)) return env['HOOKSTEP_URL']
  const setting = settings.find(({ key }) => key === 'url')
  if (setting === undefined) return undefined
  const { file, pointer, value } = setting
  const url = interpolate(value as string, file, pointer, env)
  try {
    parseTarget(url)
  } catch (error) {
    const { message, hint = '' } = error as CliError
    throw configError(file, pointer, message, { hint, cause: error })
  }
  return url
}

function isSet(env: Environment): boolean {
  return (env['HOOKSTEP_URL'] ?? '') !== ''
}

function urlIndex(command: Command): number {
  return command.registeredArguments.findIndex((argument) => argument.name() === 'url')
}
