import { CliError } from '../contract/errors.ts'

/** How many times faster than the vendor: 100 from `100x` or `100`. Throws `BAD_TIME_SCALE`. */
export function parseTimeScale(text: string): number {
  const match = /^(\d{1,7}(?:\.\d{1,6})?)x?$/.exec(text)
  const scale = match === null ? 0 : Number(match[1])
  if (scale > 0) return scale
  throw new CliError(
    'BAD_TIME_SCALE',
    `--time-scale: expected 100x, found ${JSON.stringify(text)}`,
    {
      hint: '--time-scale 100x makes the 32 minutes of the retries last 19 s',
    },
  )
}
