import * as v from 'valibot'
import { closestName } from './closest-name.ts'
import { configError, describeValue, pointerTo } from './config-error.ts'
import { ConfigSchema, SettingsSchema, type Config } from './config-schema.ts'
import { parseJsonText } from './parse-json-text.ts'

/** Deeper than this, no key of ours can be. */
const MAX_DEPTH = 4

/**
 * Reads the text of a configuration file. Throws `CONFIG_INVALID` naming file, key and value: what is
 * not JSON, not an object, a key that is not known (with the likeliest one), a value of another type.
 */
export function parseConfig(file: string, text: string): Config {
  const value = parseJsonText(text, (problem) => configError(file, '', problem))
  refusePrototype(file, value)
  checkAllKeys(file, value)
  const result = v.safeParse(ConfigSchema, value)
  if (result.success) return result.output
  const [issue] = result.issues
  const pointer = pointerTo('', ...(issue.path ?? []).map(({ key }) => key as string | number))
  const found = describeValue(pointer, issue.input)
  throw configError(file, pointer, `${issue.message}, found ${found}`)
}

function refusePrototype(file: string, value: unknown, pointer = '', depth = 0): void {
  if (depth > MAX_DEPTH || typeof value !== 'object' || value === null) return
  for (const [key, below] of Object.entries(value)) {
    const place = pointerTo(pointer, key)
    if (key === '__proto__') throw configError(file, place, 'this key is not allowed')
    refusePrototype(file, below, place, depth + 1)
  }
}

/** Looks at the keys before valibot does, which takes a list for an object and knows no likeliest key. */
function checkAllKeys(file: string, config: unknown): void {
  checkKeys(file, '', config, Object.keys(ConfigSchema.entries))
  const profiles = isObject(config) ? config['profiles'] : undefined
  refuseList(file, '/profiles', profiles, 'expected an object of profiles')
  for (const [name, profile] of Object.entries(profiles ?? {})) {
    checkKeys(file, pointerTo('/profiles', name), profile, Object.keys(SettingsSchema.entries))
  }
}

function checkKeys(file: string, pointer: string, value: unknown, known: readonly string[]): void {
  refuseList(file, pointer, value, 'expected an object')
  if (!isObject(value)) return
  refuseList(
    file,
    pointerTo(pointer, 'vars'),
    value['vars'],
    'expected an object of names and values',
  )
  const unknown = Object.keys(value).find((key) => !known.includes(key))
  if (unknown === undefined) return
  const likeliest = closestName(unknown, known)
  const hint =
    likeliest === undefined
      ? 'the keys are the flags in camelCase: url, flow, headers, timeout'
      : `did you mean ${likeliest}?`
  throw configError(file, pointerTo(pointer, unknown), 'this key is not known', { hint })
}

function refuseList(file: string, pointer: string, value: unknown, expected: string): void {
  if (Array.isArray(value)) throw configError(file, pointer, `${expected}, found a list`)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
