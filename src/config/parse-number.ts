import { CliError } from '../contract/errors.ts'

/**
 * A whole number between `min` and `max` from decimal digits only: `0x1F`, `80a` and an empty text
 * are refused (hardening C1). Throws `BAD_NUMBER` naming the flag.
 */
export function parseWholeNumber(text: string, flag: string, min: number, max: number): number {
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN
  if (value >= min && value <= max) return value
  throw new CliError(
    'BAD_NUMBER',
    `${flag}: expected a whole number from ${min} to ${max}, found ${JSON.stringify(text)}`,
    { hint: `${flag} ${min}` },
  )
}

/** A TCP port; 0 takes a free one. */
export function parsePort(text: string): number {
  return parseWholeNumber(text, '--port', 0, 65_535)
}
