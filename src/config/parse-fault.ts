import { CliError } from '../contract/errors.ts'
import { closestName } from './closest-name.ts'
import { parseChance } from './parse-chance.ts'
import { parseDurationMs } from './parse-duration.ts'
import { parseWholeNumber } from './parse-number.ts'

/** What may be said of one parameter of a fault. */
export type ParameterForm =
  | { readonly kind: 'duration'; readonly default: number }
  | { readonly kind: 'share'; readonly default: number }
  | { readonly kind: 'whole'; readonly default: number; readonly min: number; readonly max: number }
  | { readonly kind: 'word'; readonly default: string; readonly words: readonly string[] }

/** A fault as far as a person can ask for it; its parameters in the order in which they are written. */
export interface FaultForm {
  readonly name: string
  readonly parameters: Readonly<Record<string, ParameterForm>>
}

/** A fault that was asked for. Durations are milliseconds; what was left out is not among the values. */
export interface ChosenFault {
  readonly name: string
  readonly values: Readonly<Record<string, number | string>>
}

/**
 * A fault from `latency`, `latency=200ms` or `latency=200ms,50ms`: the values in the order of its
 * parameters. Throws `UNKNOWN_FAULT` and `BAD_FAULT`; `where` is the flag that both name, or nothing.
 */
export function parseFault(text: string, where: string, forms: readonly FaultForm[]): ChosenFault {
  const [, name = '', list] = /^([^=]*)(?:=(.*))?$/s.exec(text.trim()) ?? []
  const form = findFault(name.trim(), where, forms)
  const texts = list === undefined ? [] : list.split(',').map((value) => value.trim())
  const keys = Object.keys(form.parameters)
  if (texts.length > keys.length) {
    const most = keys.length === 0 ? 'takes no value' : `takes no more than ${keys.join(', ')}`
    throw badFault(form, where, most)
  }
  const given = texts.map((value, index) => [keys[index] as string, value] as const)
  return { name: form.name, values: readValues(form, given, where) }
}

/** The same with the values by name, as JSON has them. */
export function readFault(
  name: string,
  given: Readonly<Record<string, unknown>>,
  where: string,
  forms: readonly FaultForm[],
): ChosenFault {
  const form = findFault(name, where, forms)
  const texts = Object.entries(given).map(([key, value]) => {
    if (typeof value === 'string' || typeof value === 'number') return [key, `${value}`] as const
    throw badFault(form, where, `${JSON.stringify(key)}: expected a text or a number`)
  })
  return { name: form.name, values: readValues(form, texts, where) }
}

/** A fault as it would be asked for with its defaults: `latency=200ms,50ms`. */
export function writeFault({ name, parameters }: FaultForm): string {
  const values = Object.values(parameters).map((parameter) =>
    parameter.kind === 'duration' ? `${parameter.default}ms` : `${parameter.default}`,
  )
  return values.length === 0 ? name : `${name}=${values.join(',')}`
}

function findFault(name: string, where: string, forms: readonly FaultForm[]): FaultForm {
  const found = forms.find((form) => form.name === name)
  if (found !== undefined) return found
  const names = forms.map((form) => form.name)
  const likeliest = closestName(name, names)
  throw new CliError('UNKNOWN_FAULT', at(where, `there is no fault ${JSON.stringify(name)}`), {
    hint: likeliest === undefined ? names.join(', ') : `did you mean ${likeliest}?`,
  })
}

function readValues(
  form: FaultForm,
  given: readonly (readonly [key: string, text: string])[],
  where: string,
): ChosenFault['values'] {
  const read = given.map(([key, text]) => {
    const parameter = Object.hasOwn(form.parameters, key) ? form.parameters[key] : undefined
    if (parameter === undefined) {
      throw badFault(form, where, `there is no parameter ${JSON.stringify(key)}`)
    }
    const value = readValue(parameter, text)
    if (value !== null) return [key, value] as const
    const found = JSON.stringify(text)
    throw badFault(form, where, `${key}: expected ${describe(parameter)}, found ${found}`)
  })
  return Object.fromEntries(read)
}

function readValue(parameter: ParameterForm, text: string): number | string | null {
  try {
    switch (parameter.kind) {
      case 'duration':
        return parseDurationMs(text, '')
      case 'share':
        return parseChance(text, '')
      case 'whole':
        return parseWholeNumber(text, '', parameter.min, parameter.max)
      case 'word':
        return parameter.words.includes(text) ? text : null
    }
  } catch (error) {
    if (error instanceof CliError) return null
    throw error
  }
}

function describe(parameter: ParameterForm): string {
  switch (parameter.kind) {
    case 'duration':
      return 'a duration of a day at most'
    case 'share':
      return 'a number from 0 to 1'
    case 'whole':
      return `a whole number from ${parameter.min} to ${parameter.max}`
    case 'word':
      return `one of ${parameter.words.join(', ')}`
  }
}

function badFault(form: FaultForm, where: string, problem: string): CliError {
  return new CliError('BAD_FAULT', at(where, `${form.name}: ${problem}`), {
    hint: writeFault(form),
  })
}

function at(where: string, problem: string): string {
  return where === '' ? problem : `${where} ${problem}`
}
