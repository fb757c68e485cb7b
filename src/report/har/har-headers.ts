import { redactHeader, type Redact } from '../redact-header.ts'

/** What is taken out of one HAR: secrets, and what is too long. */
export interface HarRedaction {
  /** Lower-case names of headers whose values are secrets. */
  readonly secretHeaders: readonly string[]
  readonly redact: Redact
  /** The most characters of one body. @default all */
  readonly mostCharacters?: number
}

export interface HarHeader {
  readonly name: string
  readonly value: string
}

/** Headers as HAR lists them: order, case and repeats kept, the values of secret ones cut. */
export function toHarHeaders(
  headers: readonly (readonly [name: string, value: string])[],
  { secretHeaders, redact }: HarRedaction,
): HarHeader[] {
  return headers.map(([name, value]) => ({
    name,
    value: redactHeader(name, value, secretHeaders, redact),
  }))
}

/** The first value of a header, by its lower-case name. */
export function firstValue(headers: readonly HarHeader[], name: string): string | undefined {
  return headers.find((header) => header.name.toLowerCase() === name)?.value
}
