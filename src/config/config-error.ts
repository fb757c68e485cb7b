import { CliError } from '../contract/errors.ts'

export interface ConfigErrorOptions {
  /** What to do about it. */
  readonly hint?: string
  readonly cause?: unknown
}

/** An error in a configuration file: the file, the key as a JSON pointer, and what is wrong there. */
export function configError(
  file: string,
  pointer: string,
  problem: string,
  options: ConfigErrorOptions = {},
): CliError {
  const place = pointer === '' ? file : `${file}: ${pointer}`
  return new CliError('CONFIG_INVALID', `${place}: ${problem}`, options)
}

/** A JSON pointer (RFC 6901) to a key below another pointer. */
export function pointerTo(parent: string, ...keys: readonly (string | number)[]): string {
  const steps = keys.map((key) => String(key).replaceAll('~', '~0').replaceAll('/', '~1'))
  return [parent, ...steps].join('/')
}

/** A value as an error may show it: short, one level deep, and of a secret nothing but its kind. */
export function describeValue(pointer: string, value: unknown): string {
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object' && value !== null) return 'an object'
  if (isSecretPlace(pointer)) return value === null ? 'null' : `a ${typeof value}`
  const text = JSON.stringify(value)
  return text.length > 60 ? `${text.slice(0, 57)}...` : text
}

/** True where a secret belongs: a token, a client secret, a header. */
function isSecretPlace(pointer: string): boolean {
  return /\/(token|expiredToken|clientSecret|headers)(\/|$)/i.test(pointer)
}
