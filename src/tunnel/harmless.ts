const LONGEST = 200
const DANGEROUS = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu

/** Gives text from outside as one short line without control or bidi characters (hardening C8). */
export function harmless(text: string): string {
  const line = text.replace(DANGEROUS, ' ').trim()
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}...` : line
}

/** Gives the message of whatever was thrown, as harmless text. */
export function reasonOf(thrown: unknown): string {
  if (thrown instanceof AggregateError && thrown.message === '') return reasonOf(thrown.errors[0])
  return harmless(thrown instanceof Error ? thrown.message : String(thrown))
}
