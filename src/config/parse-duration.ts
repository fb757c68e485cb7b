import { CliError } from '../contract/errors.ts'

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }

/** A timer of more than 24.8 days would fire at once (hardening S10); a day is enough for a rehearsal. */
const LONGEST_MS = 24 * 3_600_000

/**
 * Milliseconds from `500`, `500ms`, `30s`, `2m` or `1h`; a bare number is milliseconds.
 * Throws `BAD_DURATION` naming the flag.
 */
export function parseDurationMs(text: string, flag: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text)
  if (match === null) {
    throw new CliError(
      'BAD_DURATION',
      `${flag}: expected a duration, found ${JSON.stringify(text)}`,
      {
        hint: `${flag} 500ms, ${flag} 30s or ${flag} 2m`,
      },
    )
  }
  const ms = Number(match[1]) * (UNIT_MS[match[2] ?? 'ms'] as number)
  if (ms <= LONGEST_MS) return ms
  throw new CliError('BAD_DURATION', `${flag}: ${text} is longer than a day`, {
    hint: `${flag} 24h`,
  })
}
