/** The most characters of one outside value that are shown (hardening C8). */
const SHOWN_LENGTH = 200
const MESSAGE_LENGTH = 2000

/**
 * Characters that a terminal acts on, or that hide or reorder text: C0, DEL, C1, zero-width and
 * bidirectional controls, line separators, the byte order mark and lone surrogates.
 */
const DANGEROUS =
  // oxlint-disable-next-line no-misleading-character-class
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|\p{Surrogate}/gu

/** Text from outside, made safe to show: control characters written out as `\x1b`, cut at 200 characters. */
export function harmless(text: string): string {
  return cut(text, SHOWN_LENGTH).replaceAll(DANGEROUS, written)
}

/** The same for a message of our own that holds outside values: room for a long path and what is wrong there. */
export function harmlessMessage(text: string): string {
  return cut(text, MESSAGE_LENGTH).replaceAll(DANGEROUS, written)
}

/** True for a text that a terminal may have as it is, with its line breaks and tabs, however long. */
export function isHarmlessText(text: string): boolean {
  return text.replaceAll(/\r?\n|\t/g, ' ').search(DANGEROUS) === -1
}

/** A text of any length for a page: its line breaks and tabs kept, everything else of that kind written out. */
export function visibleText(text: string): string {
  return text.replaceAll(DANGEROUS, (each) => (/[\n\t]/.test(each) ? each : written(each)))
}

function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text
}

/** Fields that hold our own words: a program branches on them, and no secret can be in them. */
const OWN_WORDS = new Set([
  'type',
  'verdict',
  'reason',
  'code',
  'state',
  'action',
  'variant',
  'outcome',
])

/** One line of NDJSON: every string redacted, and nothing left in it that a terminal would act on. */
export function toJsonLine(value: object, redact: (text: string) => string): string {
  const clean = (key: string, field: unknown): unknown =>
    typeof field === 'string' && !OWN_WORDS.has(key) ? redact(field) : field
  return `${JSON.stringify(value, clean).replaceAll(DANGEROUS, unicodeEscape)}\n`
}

function written(character: string): string {
  const code = character.charCodeAt(0)
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : unicodeEscape(character)
}

function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
