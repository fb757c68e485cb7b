import { CliError } from '../contract/errors.ts'

/** Reads `50` or `50/s` as a rate in a second, 0.1 to 10,000; throws `BAD_NUMBER`, naming the flag. */
export function parseRate(text: string, flag: string): number {
  const rate = /^(\d+(?:\.\d+)?)(?:\/s)?$/.exec(text.trim())?.[1]
  if (rate !== undefined && Number(rate) >= 0.1 && Number(rate) <= 10_000) return Number(rate)
  throw new CliError(
    'BAD_NUMBER',
    `${flag}: expected 0.1 to 10000 in a second, found ${JSON.stringify(text)}`,
    { hint: `${flag} 50/s` },
  )
}
