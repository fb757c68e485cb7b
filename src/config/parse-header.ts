import { validateHeaderName, validateHeaderValue } from 'node:http'
import { CliError } from '../contract/errors.ts'

/** Headers that frame or route the request; another value would break it (hardening C3). */
const FRAMING = new Set([
  'host',
  'content-length',
  'transfer-encoding',
  'connection',
  'keep-alive',
  'upgrade',
  'te',
  'trailer',
  'expect',
])

/**
 * Name and value from `Name: value`. Throws `BAD_HEADER` for a missing colon, a bad name, CR, LF or
 * NUL in the value, and for a header that would override the framing.
 */
export function parseHeader(text: string): readonly [name: string, value: string] {
  const colon = text.indexOf(':')
  if (colon < 1) throw badHeader('', "expected 'Name: value'")
  const name = text.slice(0, colon).trim()
  const value = text.slice(colon + 1).replace(/^[ \t]+|[ \t]+$/g, '')
  checkSyntax(name, value)
  if (FRAMING.has(name.toLowerCase())) throw badHeader(name, 'hookstep sets this header itself')
  return [name, value]
}

function checkSyntax(name: string, value: string): void {
  try {
    validateHeaderName(name)
  } catch {
    throw badHeader(name, 'not a header name')
  }
  try {
    validateHeaderValue(name, value)
  } catch {
    throw badHeader(name, 'the value holds a character that no header may carry')
  }
}

function badHeader(subject: string, problem: string): CliError {
  const name = subject === '' ? '' : ` ${JSON.stringify(subject.slice(0, 60))}`
  return new CliError('BAD_HEADER', `-H${name}: ${problem}`, {
    hint: "-H 'X-Api-Key: value'",
  })
}
