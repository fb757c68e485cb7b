import { harmless } from '../harmless.ts'

/** The most characters of one value: a summary of a thousand hostile ones still fits into 1 MiB. */
const SHOWN_LENGTH = 120

/**
 * Text from outside as a code span that can stand in a table cell: nothing in it is a link, a
 * mention, HTML or the end of the cell. What would be is written out, a pipe as `\x7c`.
 */
export function inlineCode(text: string): string {
  const written = harmless(text).replaceAll(/[`|<>]/g, hexEscape)
  const cut = written.length > SHOWN_LENGTH ? `${written.slice(0, SHOWN_LENGTH - 1)}…` : written
  return cut === '' ? '-' : `\`${cut}\``
}

function hexEscape(character: string): string {
  return `\\x${character.charCodeAt(0).toString(16)}`
}
