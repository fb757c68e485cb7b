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

function secretsOf(parent: string, { token, clientSecret, headers = {} }: Settings): string[] {
  const places: [pointer: string, value: string | undefined][] = [
    [pointerTo(parent, 'token'), token],
    [pointerTo(parent, 'clientSecret'), clientSecret],
    ...Object.entries(headers).map(([name, value]): [string, string] => [
      pointerTo(parent, 'headers', name),
      value,
    ]),
  ]
  return places.flatMap(([pointer, value]) =>
    value === undefined || value === '' || referencesIn(value).length > 0 ? [] : [pointer],
  )
}
