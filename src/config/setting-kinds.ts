import * as v from 'valibot'

/** The kinds of values that a key of the configuration may hold; every key may be left out. */

/** A text. */
export const text = (description: string) =>
  v.optional(v.pipe(v.string('expected a string'), v.description(description)))

/** A switch. */
export const flag = (description: string) =>
  v.optional(v.pipe(v.boolean('expected true or false'), v.description(description)))

/** One of these words. */
export const choice = <const Choices extends readonly string[]>(
  choices: Choices,
  description: string,
) =>
  v.optional(
    v.pipe(
      v.picklist(choices, `expected one of ${choices.join(', ')}`),
      v.description(description),
    ),
  )

/** A whole number in a range. */
export const whole = (min: number, max: number, description: string) => {
  const message = `expected a whole number from ${min} to ${max}`
  return v.optional(
    v.pipe(
      v.number(message),
      v.integer(message),
      v.minValue(min, message),
      v.maxValue(max, message),
      v.description(description),
    ),
  )
}

/** A number from 0 to 1. */
export const share = (description: string) => {
  const message = 'expected a number from 0 to 1'
  return v.optional(
    v.pipe(
      v.number(message),
      v.minValue(0, message),
      v.maxValue(1, message),
      v.description(description),
    ),
  )
}

/** A number, or a text that its flag understands. */
export const numberOrText = (message: string, description: string) =>
  v.optional(v.pipe(v.union([v.number(), v.string()], message), v.description(description)))

/** A list of texts. */
export const strings = (description: string) =>
  v.optional(
    v.pipe(
      v.array(v.string('expected a string'), 'expected a list of strings'),
      v.description(description),
    ),
  )

/** A text or several. */
export const stringOrList = (description: string) =>
  v.optional(
    v.pipe(
      v.union([v.string(), v.array(v.string())], 'expected a string or a list of strings'),
      v.description(description),
    ),
  )

/** Texts by name. */
const byName = (message: string) => v.record(v.string(), v.string('expected a string'), message)

/** Names and values: an object, or a list of `Name: value`. */
export const headers = (description: string) => {
  const message = 'expected an object of names and values, or a list of "Name: value"'
  return v.optional(
    v.pipe(
      v.union([v.array(v.string(), message), byName(message)], message),
      v.description(description),
    ),
  )
}

/** Values by name. */
export const variables = (description: string) =>
  v.optional(v.pipe(byName('expected an object of names and values'), v.description(description)))

/** A duration. */
export const duration = (description: string) =>
  numberOrText('expected a duration: milliseconds, or a text like "30s"', description)

/** A text, or false for none. */
export const textOrFalse = (description: string) =>
  v.optional(
    v.pipe(
      v.union([v.string(), v.literal(false)], 'expected a string or false'),
      v.description(description),
    ),
  )
