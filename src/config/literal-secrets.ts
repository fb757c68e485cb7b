import { pointerTo } from './config-error.ts'
import type { Config, Settings } from './config-schema.ts'
import { referencesIn } from './interpolate.ts'

/** The JSON pointers of the secrets that stand in a configuration as they are, not as `${VARIABLE}`. */
export function literalSecrets(config: Config): string[] {
  const profiles = Object.entries(config.profiles ?? {})
  return [
    ...secretsOf('', config),
    ...profiles.flatMap(([name, profile]) => secretsOf(pointerTo('/profiles', name), profile)),
  ]
}

/** Keys that hold a secret, and keys that hold headers, whose values may be some. */
const SECRETS = ['token', 'expiredToken', 'clientSecret', 'requireToken'] as const
const HEADERS = ['headers', 'requireHeaders', 'forwardHeaders'] as const

function secretsOf(parent: string, settings: Settings): string[] {
  const places: [pointer: string, value: string | undefined][] = [
    ...SECRETS.map((key): [string, string | undefined] => [pointerTo(parent, key), settings[key]]),
    ...HEADERS.flatMap((key) =>
      Object.entries(settings[key] ?? {}).map(([name, value]): [string, string] => [
        pointerTo(parent, key, name),
        value,
      ]),
    ),
  ]
  return places.flatMap(([pointer, value]) =>
    value === undefined || value === '' || referencesIn(value).length > 0 ? [] : [pointer],
  )
}
