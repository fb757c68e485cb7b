import { CliError } from '../contract/errors.ts'

/** A flow by its name, and how often it comes against the others. */
export interface MixPart {
  readonly name: string
  readonly weight: number
}

/**
 * The parts of a weighted mix from `approved=7,expired=1`; a name without a weight has 1. Throws
 * `BAD_MIX`, naming the flag. Whether there are such flows is not asked here.
 */
export function parseMix(text: string, flag: string): MixPart[] {
  const parts = text.split(',').map((part) => parsePart(part.trim(), flag))
  const names = parts.map(({ name }) => name)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) throw badMix(flag, `${JSON.stringify(twice)} comes twice`)
  if (parts.some(({ weight }) => weight > 0)) return parts
  throw badMix(flag, 'every weight is 0')
}

function parsePart(part: string, flag: string): MixPart {
  const [, name, weight = '1'] = /^([^=\s]+)(?:\s*=\s*(\d{1,6}(?:\.\d{1,6})?))?$/.exec(part) ?? []
  if (name !== undefined) return { name, weight: Number(weight) }
  throw badMix(flag, `expected FLOW or FLOW=WEIGHT, found ${JSON.stringify(part)}`)
}

function badMix(flag: string, problem: string): CliError {
  return new CliError('BAD_MIX', `${flag}: ${problem}`, {
    hint: `${flag} manual-approved=7,abandoned-expired=1`,
  })
}
