import { findJsonFlaw, type JsonFlaw } from './json-flaw.ts'
import { parsePlainJson } from './plain-json.ts'
import { isStatus } from './status.ts'

/**
 * The JSON body of a webhook (vendor-facts 1.1, 1.2) and how a receiver reads it (hardening B).
 */

/** `current` is the vendor's page, `legacy` its old site, `sample` the README of its own samples. */
export type PayloadVariant = 'current' | 'legacy' | 'sample'

export const PAYLOAD_VARIANTS: readonly PayloadVariant[] = ['current', 'legacy', 'sample']

/** Nesting beyond this is refused unread: deep JSON can end a process (hardening B5). */
export const MAX_JSON_DEPTH = 64

/** The vendor names no limit; its own ids have 24 characters (hardening B12). */
const MAX_TEXT_LENGTH = 1024

/** The fields that are read, and whether a notification must have them. */
const FIELDS = [
  ['interviewId', true],
  ['externalCustomerId', false],
  ['externalId', false],
  ['onboardingStatus', true],
] as const

/** The fields of the vendor's page, and of the README of its samples (vendor-facts 1.1, 1.2). */
const KNOWN_FIELDS: ReadonlySet<string> = new Set([
  'interviewId',
  'externalCustomerId',
  'onboardingStatus',
  'clientId',
  'flowId',
])

/** A notification as received. Unknown fields are kept in `fields`. */
export interface Notification {
  readonly interviewId: string
  /** `externalCustomerId`, or the legacy `externalId`; null when neither was sent. */
  readonly externalCustomerId: string | null
  readonly onboardingStatus: string
  readonly variant: PayloadVariant
  /** Every field of the body as it was parsed. */
  readonly fields: Readonly<Record<string, unknown>>
}

export type NotificationProblemCode =
  | 'empty_body'
  | 'bad_utf8'
  | 'too_deep'
  | 'bad_json'
  | 'duplicate_key'
  | 'number_too_large'
  | 'not_object'
  | 'bad_field'
  | 'unknown_status'
  | 'unknown_field'

/** Why a body is not a notification. */
export interface NotificationProblem {
  readonly code: NotificationProblemCode
  /** What a receiver answers: 400 for what is not JSON, 422 for JSON that is no notification. */
  readonly httpStatus: 400 | 422
  /** With the place: a byte offset, or a JSON pointer per field, `/interviewId: expected a string`. */
  readonly detail: string
}

export type ParsedNotification =
  | { readonly ok: true; readonly notification: Notification }
  | { readonly ok: false; readonly problem: NotificationProblem }

/** Reads the bytes of a body as a notification. Never throws: a bad body is a problem. */
export function parseNotification(bytes: Uint8Array): ParsedNotification {
  if (bytes.length === 0) return problem('empty_body', 400, 'the body is empty')
  if (isUtf16(bytes)) return problem('bad_json', 400, 'not JSON at byte 0: UTF-16, not UTF-8')
  const text = decode(bytes)
  if (text === undefined) return problem('bad_utf8', 400, 'the body is not UTF-8')
  const plain = parsePlainJson(text)
  if (plain !== null) return readFields(plain)
  const flaw = findJsonFlaw(text, MAX_JSON_DEPTH)
  if (flaw !== null) return { ok: false, problem: describeFlaw(flaw, text) }
  const value = JSON.parse(text) as unknown
  if (!isPlainObject(value)) return problem('not_object', 422, 'the body is not an object')
  return readFields(value)
}

/**
 * What a strict receiver refuses: a status or a field that the vendor's page does not name (hardening 1).
 * The fields of its own samples are known; the legacy `externalId` is not.
 */
export function findStrictProblem(notification: Notification): NotificationProblem | null {
  const { onboardingStatus, fields } = notification
  if (!isStatus(onboardingStatus)) {
    const detail = '/onboardingStatus: none of the statuses of the vendor'
    return { code: 'unknown_status', httpStatus: 422, detail }
  }
  const unknown = Object.keys(fields).filter((name) => !KNOWN_FIELDS.has(name))
  if (unknown.length === 0) return null
  const detail = unknown.map((name) => `${pointerTo(name)}: unknown field`).join('; ')
  return { code: 'unknown_field', httpStatus: 422, detail }
}

function readFields(fields: Record<string, unknown>): ParsedNotification {
  const flaws: string[] = []
  for (const [name, isNeeded] of FIELDS) {
    const flaw = flawOf(fields[name], isNeeded)
    if (flaw !== null) flaws.push(`/${name}: ${flaw}`)
  }
  if (flaws.length > 0) return problem('bad_field', 422, flaws.join('; '))
  return {
    ok: true,
    notification: {
      interviewId: fields['interviewId'] as string,
      externalCustomerId: (fields['externalCustomerId'] ?? fields['externalId'] ?? null) as
        | string
        | null,
      onboardingStatus: fields['onboardingStatus'] as string,
      variant: variantOf(fields),
      fields,
    },
  }
}

/** By hand: a schema took as long as all the rest of reading a notification. */
function flawOf(value: unknown, isNeeded: boolean): string | null {
  if (value === undefined) return isNeeded ? 'missing' : null
  if (value === null && !isNeeded) return null
  if (typeof value !== 'string') return 'expected a string'
  if (value.length > MAX_TEXT_LENGTH) return `expected at most ${MAX_TEXT_LENGTH} characters`
  return isNeeded && value === '' ? 'expected a non-empty string' : null
}

function variantOf(fields: Record<string, unknown>): PayloadVariant {
  if (Object.hasOwn(fields, 'externalCustomerId')) return 'current'
  if (Object.hasOwn(fields, 'externalId')) return 'legacy'
  return Object.hasOwn(fields, 'clientId') && Object.hasOwn(fields, 'flowId') ? 'sample' : 'current'
}

function pointerTo(name: string): string {
  return `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
}

function problem(
  code: NotificationProblemCode,
  httpStatus: 400 | 422,
  detail: string,
): ParsedNotification {
  return { ok: false, problem: { code, httpStatus, detail } }
}

/** It keeps nothing from one text to the next. */
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function decode(bytes: Uint8Array): string | undefined {
  try {
    return UTF8.decode(bytes)
  } catch {
    return undefined
  }
}

function describeFlaw({ code, index, pointer }: JsonFlaw, text: string): NotificationProblem {
  const place = `byte ${new TextEncoder().encode(text.slice(0, index)).length}`
  switch (code) {
    case 'bad_json':
      return { code, httpStatus: 400, detail: `not JSON at ${place}: ${found(text, index)}` }
    case 'too_deep':
      return { code, httpStatus: 400, detail: `nested deeper than ${MAX_JSON_DEPTH} at ${place}` }
    case 'duplicate_key':
      return { code, httpStatus: 400, detail: `${pointer}: sent twice, again at ${place}` }
    case 'number_too_large':
      return { code, httpStatus: 422, detail: `${pointer}: a number too large, at ${place}` }
  }
}

function found(text: string, index: number): string {
  const point = text.codePointAt(index)
  if (point === undefined) return 'it ends too early'
  const isPlain = point > 0x20 && point < 0x7f
  const name = `U+${point.toString(16).toUpperCase().padStart(4, '0')}`
  return `unexpected ${isPlain ? String.fromCodePoint(point) : name}`
}

/** A byte order mark of UTF-16, or the zero byte that its text begins with; UTF-8 has none there. */
function isUtf16([first, second]: Uint8Array): boolean {
  const isMarked = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)
  return isMarked || first === 0 || second === 0
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
