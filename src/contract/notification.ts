import * as v from 'valibot'

/**
 * The JSON body of a webhook (vendor-facts 1.1, 1.2) and how a receiver reads it (hardening B).
 */

/** `current` is the vendor's page, `legacy` its old site, `sample` the README of its own samples. */
export type PayloadVariant = 'current' | 'legacy' | 'sample'

export const PAYLOAD_VARIANTS: readonly PayloadVariant[] = ['current', 'legacy', 'sample']

/** Nesting beyond this is refused unread: deep JSON can end a process (hardening B5). */
export const MAX_JSON_DEPTH = 64

const identifier = v.pipe(v.string('expected a string'), v.nonEmpty('expected a non-empty string'))
const externalId = v.nullish(v.string('expected a string'), null)

const NotificationSchema = v.looseObject(
  {
    interviewId: identifier,
    externalCustomerId: externalId,
    externalId,
    onboardingStatus: identifier,
  },
  'missing',
)

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
  | 'not_object'
  | 'bad_field'

/** Why a body is not a notification. */
export interface NotificationProblem {
  readonly code: NotificationProblemCode
  /** What a receiver answers: 400 for what is not JSON, 422 for JSON that is no notification. */
  readonly httpStatus: 400 | 422
  /** For `bad_field`: a line per field, `/interviewId: expected a string`. */
  readonly detail: string
}

export type ParsedNotification =
  | { readonly ok: true; readonly notification: Notification }
  | { readonly ok: false; readonly problem: NotificationProblem }

/** Reads the bytes of a body as a notification. Never throws: a bad body is a problem. */
export function parseNotification(bytes: Uint8Array): ParsedNotification {
  if (bytes.length === 0) return problem('empty_body', 400, 'the body is empty')
  const text = decode(bytes)
  if (text === undefined) return problem('bad_utf8', 400, 'the body is not UTF-8')
  if (isTooDeep(text)) return problem('too_deep', 400, `nested deeper than ${MAX_JSON_DEPTH}`)
  const parsed = parse(text)
  if ('error' in parsed) return problem('bad_json', 400, parsed.error)
  if (!isPlainObject(parsed.value)) return problem('not_object', 422, 'the body is not an object')
  return readFields(parsed.value)
}

function readFields(fields: Record<string, unknown>): ParsedNotification {
  const result = v.safeParse(NotificationSchema, fields)
  if (!result.success) return problem('bad_field', 422, result.issues.map(describe).join('; '))
  const { interviewId, externalCustomerId, externalId, onboardingStatus } = result.output
  return {
    ok: true,
    notification: {
      interviewId,
      externalCustomerId: externalCustomerId ?? externalId,
      onboardingStatus,
      variant: variantOf(fields),
      fields,
    },
  }
}

function variantOf(fields: Record<string, unknown>): PayloadVariant {
  if (Object.hasOwn(fields, 'externalCustomerId')) return 'current'
  if (Object.hasOwn(fields, 'externalId')) return 'legacy'
  return Object.hasOwn(fields, 'clientId') && Object.hasOwn(fields, 'flowId') ? 'sample' : 'current'
}

function describe(issue: v.InferIssue<typeof NotificationSchema>): string {
  return `/${v.getDotPath(issue)}: ${issue.message}`
}

function problem(
  code: NotificationProblemCode,
  httpStatus: 400 | 422,
  detail: string,
): ParsedNotification {
  return { ok: false, problem: { code, httpStatus, detail } }
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

function parse(text: string): { value: unknown } | { error: string } {
  try {
    return { value: JSON.parse(text) as unknown }
  } catch (error) {
    return { error: (error as SyntaxError).message }
  }
}

/** Counts brackets outside strings, so that deep nesting is found without recursion. */
function isTooDeep(text: string): boolean {
  let depth = 0
  for (const [token] of text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"?|[[{]|[\]}]/gs)) {
    if (token === '[' || token === '{') depth += 1
    else if (token === ']' || token === '}') depth -= 1
    if (depth > MAX_JSON_DEPTH) return true
  }
  return false
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
