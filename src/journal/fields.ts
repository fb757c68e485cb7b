/**
 * Reads the fields of a line whose seal fits. A field that is not what it should be throws a
 * `TypeError` that names it: the line was written by another version, or by hand.
 */
export type Fields = Readonly<Record<string, unknown>>

/** The value as an object. */
export function readObject(value: unknown, name: string): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields
  throw new TypeError(`${name}: expected an object`)
}

/** A field that is a text. */
export function readText(fields: Fields, name: string): string {
  const value = fields[name]
  if (typeof value === 'string') return value
  throw new TypeError(`${name}: expected a string`)
}

/** A field that is a text or null. */
export function readNullableText(fields: Fields, name: string): string | null {
  return fields[name] === null ? null : readText(fields, name)
}

/** A field that is a number of at least 0. */
export function readNumber(fields: Fields, name: string): number {
  const value = fields[name]
  if (typeof value === 'number' && value >= 0) return value
  throw new TypeError(`${name}: expected a number`)
}

/** A field that is a whole number of at least 0. */
export function readInteger(fields: Fields, name: string): number {
  const value = readNumber(fields, name)
  if (Number.isSafeInteger(value)) return value
  throw new TypeError(`${name}: expected a whole number`)
}

/** A field that is an HTTP status, or null. */
export function readHttpStatus(fields: Fields, name: string): number | null {
  return fields[name] === null ? null : readInteger(fields, name)
}

/** A field that is a moment. */
export function readDate(fields: Fields, name: string): Date {
  const date = new Date(readText(fields, name))
  if (!Number.isNaN(date.getTime())) return date
  throw new TypeError(`${name}: expected a time`)
}

/** A field that is one of these words. */
export function readWord<Word extends string>(
  fields: Fields,
  name: string,
  words: readonly Word[],
): Word {
  const found = words.find((word) => word === fields[name])
  if (found !== undefined) return found
  throw new TypeError(`${name}: expected ${words.join(' or ')}`)
}

/** A field that is a list of texts. */
export function readTexts(fields: Fields, name: string): string[] {
  const value = fields[name]
  if (Array.isArray(value) && value.every((each) => typeof each === 'string')) return value
  throw new TypeError(`${name}: expected a list of strings`)
}

/** A field that is a list. */
export function readList(fields: Fields, name: string): readonly unknown[] {
  const value = fields[name]
  if (Array.isArray(value)) return value
  throw new TypeError(`${name}: expected a list`)
}
