import { CliError } from '../contract/errors.ts'
import { configError, pointerTo } from './config-error.ts'
import type { Config, Settings, SettingValue } from './config-schema.ts'
import { rivalsOf } from './rival-keys.ts'

/** One key of a configuration file that holds for this run, and where it stands. */
export interface Setting {
  readonly key: string
  readonly value: SettingValue
  readonly file: string
  /** The JSON pointer of the key. */
  readonly pointer: string
}

/**
 * The keys of the profile, then the keys of the file that the profile does not overrule.
 * Throws `UNKNOWN_PROFILE`, and `CONFIG_INVALID` for two keys side by side that exclude each other.
 */
export function chooseSettings(
  file: string,
  config: Config,
  profile: string | undefined,
): readonly Setting[] {
  const { $schema: _, profiles = {}, ...base } = config
  const common = toSettings(file, '', base)
  if (profile === undefined) return common
  const chosen = Object.hasOwn(profiles, profile) ? profiles[profile] : undefined
  if (chosen === undefined) throw unknownProfile(file, profile, Object.keys(profiles))
  const own = toSettings(file, pointerTo('/profiles', profile), chosen)
  const overruled = new Set(own.flatMap(({ key }) => [key, ...rivalsOf(key)]))
  return [...own, ...common.filter(({ key }) => !overruled.has(key))]
}

function toSettings(file: string, parent: string, values: Settings): Setting[] {
  const settings = Object.entries(values).map(([key, value]): Setting => ({
    key,
    value: value as SettingValue,
    file,
    pointer: pointerTo(parent, key),
  }))
  for (const { key, pointer } of settings) {
    const rival = rivalsOf(key).find((name) => Object.hasOwn(values, name))
    if (rival === undefined) continue
    const problem = `excludes ${pointerTo(parent, rival)}`
    throw configError(file, pointer, problem, { hint: `one of ${key} and ${rival}` })
  }
  return settings
}

/** An error for a profile that the file does not have, with the names that it has. */
function unknownProfile(file: string, profile: string, names: readonly string[]): CliError {
  const message = `${file} has no profile ${JSON.stringify(profile)}`
  const hint = names.length === 0 ? 'add "profiles" to it' : `--profile ${names.join(' or ')}`
  return new CliError('UNKNOWN_PROFILE', message, { hint })
}
