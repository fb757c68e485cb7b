import type { Redact } from '../redact-header.ts'

/** Controls, and what hides or reorders text, but for the line feeds between the lines. */
const DANGEROUS = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu

/**
 * A JSON document for a file: indented, every string in it redacted, and nothing left in it that a
 * terminal or an editor would act on. Lone surrogates are escaped, so that it is always UTF-8.
 */
export function toJsonDocument(content: object, redact: Redact): string {
  const redacted = (_key: string, value: unknown): unknown =>
    typeof value === 'string' ? redact(value) : value
  return `${JSON.stringify(content, redacted, 2).replaceAll(DANGEROUS, escaped)}\n`
}

function escaped(character: string): string {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index))
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('')
}
