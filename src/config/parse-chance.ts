import { CliError } from '../contract/errors.ts'

/** A chance from 0 to 1: `0.2`. Throws `BAD_CHANCE` naming the flag. */
export function parseChance(text: string, flag: string): number {
  const chance = /^(0|1|0?\.\d{1,9}|[01]\.\d{1,9})$/.test(text) ? Number(text) : Number.NaN
  if (chance >= 0 && chance <= 1) return chance
  throw new CliError('BAD_CHANCE', `${flag}: expected 0 to 1, found ${JSON.stringify(text)}`, {
    hint: `${flag} 0.2`,
  })
}
