import { applyEdits, format } from 'jsonc-parser'
import { wrapAnsi } from 'fast-wrap-ansi'
import { findJsonFlaw } from '../../contract/json-flaw.ts'
import { MAX_JSON_DEPTH } from '../../contract/notification.ts'
import type { RequestRecord } from '../../journal/record.ts'
import { decodeLossy, decodeUtf8 } from '../har/har-text.ts'
import { indented, type Style } from '../style.ts'
import { byteSize } from '../text/units.ts'
import { cameWithoutBody } from './came-without-body.ts'

const SHOWN_LINES = 200
/** Laying a text out takes time with its square. */
const MAX_PRETTY_LENGTH = 16 * 1024
/** What one line may hold: longer ones are cut where they are shown. */
const MAX_LINE_LENGTH = 2000

/**
 * The body of a recorded request for people: JSON laid out with its numbers digit for digit, anything
 * else as it came; harmless, and cut where it is long. A body that is not there says why.
 */
export function bodyLines(
  request: RequestRecord,
  style: Style,
  most = Number.POSITIVE_INFINITY,
): string[] {
  const { seq, body } = request
  const note = (text: string): string => indented(style.paint.dim(text), 2, style)
  if (body === null || body.length === 0) return [note(absence(request))]
  const text = decodeUtf8(body)
  const whole = layOut(text ?? decodeLossy(body))
  const all = whole.slice(0, most).split('\n')
  const isCut =
    whole.length > most ||
    all.length > SHOWN_LINES ||
    all.some((line) => line.length > MAX_LINE_LENGTH)
  const rest = `${byteSize(body.length)} in all: hookstep journal show ${seq} --body > FILE`
  return [
    ...all.slice(0, SHOWN_LINES).map((line) => wrapped(style.showMessage(line), style)),
    ...(text === null ? [note('not UTF-8: U+FFFD stands for what is not')] : []),
    ...(isCut || text === null ? [note(rest)] : []),
  ]
}

function absence(request: RequestRecord): string {
  const isLost = request.body === null && !cameWithoutBody(request)
  return isLost ? `the body was not kept (${byteSize(request.sizeBytes)})` : 'no body'
}

/** Unlike `indented`, keeps the white space at the beginning. */
function wrapped(line: string, style: Style): string {
  if (style.columns === Number.POSITIVE_INFINITY) return `  ${line}`
  const lines = wrapAnsi(line, style.columns - 2, { hard: true, trim: false })
  return lines.replaceAll(/^/gm, '  ')
}

/** Only white space between the tokens is changed. */
function layOut(text: string): string {
  const isPlain = text.length <= MAX_PRETTY_LENGTH && findJsonFlaw(text, MAX_JSON_DEPTH) === null
  if (!isPlain) return text
  const options = { insertSpaces: true, tabSize: 2, eol: '\n' }
  return applyEdits(text, format(text, undefined, options))
}
