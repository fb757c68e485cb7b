import { decodeLossy, decodeUtf8 } from '../../har/har-text.ts'
import { visibleText } from '../../harmless.ts'
import type { Redact } from '../../redact-header.ts'
import { byteSize } from '../../text/units.ts'

/** A body as the page shows it. */
export interface BodyView {
  /** Empty where there is none to show. */
  readonly text: string
  /** What is to be known about it; empty where the text says it all. */
  readonly note: string
}

/** A secret that begins in what is shown ends in what is searched, however its characters are written. */
const SEARCHED_BYTES = 64 * 1024

/**
 * The first `most` characters of a body: text as it came, control characters written out; other bytes as hex digits, unless
 * a secret is in them, which hex would carry unseen.
 */
export function viewBody(body: Uint8Array, most: number, redact: Redact): BodyView {
  if (body.length === 0) return { text: '', note: 'no body' }
  const { text, form } = read(body.subarray(0, SEARCHED_BYTES), redact, body.length)
  // Half a character at the cut would be written out.
  const shown = text.slice(0, most).replace(/[\ud800-\udbff]$/, '')
  const isCut = shown.length < text.length || body.length > SEARCHED_BYTES
  const facts = [form, isCut ? 'the beginning' : ''].filter((fact) => fact !== '')
  return {
    text: visibleText(shown),
    note: facts.length === 0 ? '' : `${facts.join(': ')} of ${byteSize(body.length)}`,
  }
}

function read(
  bytes: Uint8Array,
  redact: Redact,
  wholeLength: number,
): { readonly text: string; readonly form: string } {
  const text = decodeUtf8(bytes, bytes.length < wholeLength)
  if (text !== null) return { text: redact(text), form: '' }
  const lossy = decodeLossy(bytes)
  const clean = redact(lossy)
  if (clean !== lossy) return { text: clean, form: 'not UTF-8' }
  return {
    text: Buffer.from(bytes)
      .toString('hex')
      .replaceAll(/..(?!$)/g, '$& '),
    form: 'in hex',
  }
}
