import type { IncomingMessage, ServerResponse } from 'node:http'
import {
  findStrictProblem,
  parseNotification,
  type Notification,
} from '../contract/notification.ts'
import type { ReceiverWarning } from '../contract/received.ts'
import { admitContent, admitMethod, admitPath, isForm, lacksMediaType } from './admission.ts'
import type { Authenticator } from './auth/authenticator.ts'
import { hasAccessToken, invalidRequest } from './auth/bearer.ts'
import type { Reservation } from './body-budget.ts'
import { admitFraming, waitsForContinue } from './framing.ts'
import type { ReceiverLimits } from './limits.ts'
import { readBody, type ReadBody } from './read-body.ts'
import { closing, refuse, type Refusal } from './refusal.ts'

export interface EnterOptions {
  readonly limits: ReceiverLimits
  readonly isStrict: boolean
  /** The only path that is served; null serves any. */
  readonly path: string | null
  readonly authenticator: Authenticator
}

/** What a request comes to before it is answered. */
export interface Reading {
  readonly sizeBytes: number
  /** True where it showed everything that was asked of it; false where nothing is asked. */
  readonly isAuthenticated: boolean
  readonly outcome: NotificationRead | RefusedRead | { readonly kind: 'aborted' }
}

interface NotificationRead {
  readonly kind: 'notification'
  readonly notification: Notification
  readonly warnings: readonly ReceiverWarning[]
  readonly body: Buffer
}

interface RefusedRead {
  readonly kind: 'refused'
  readonly refusal: Refusal
  /** Null where it was not kept. */
  readonly body: Buffer | null
}

type Outcome = Reading['outcome']

/** What the request line and the headers come to: a refusal, or null and the body may come. */
export interface Entry {
  readonly refusal: Refusal | null
  /** True where it showed all that could be judged at once; a signed token is verified later. */
  readonly isAuthenticated: boolean
}

/** Looks at framing, path, method, credentials and kind of content, in this order. */
export function enter(
  request: IncomingMessage,
  { authenticator, isStrict, path, limits }: EnterOptions,
): Entry {
  const barred =
    admitFraming(request, limits) ??
    admitPath(request, path) ??
    admitMethod(request) ??
    authenticator.authenticate(request)
  if (barred !== null) return { refusal: barred, isAuthenticated: false }
  return {
    refusal: admitContent(request, isStrict),
    isAuthenticated: authenticator.isRequired,
  }
}

/**
 * Reads a request that has entered, to its last byte. A sender that waits for our word hears a refusal
 * before it sends the body.
 */
export async function readRequest(
  request: IncomingMessage,
  response: ServerResponse,
  entry: Entry,
  options: EnterOptions,
  reservation: Reservation,
): Promise<Reading> {
  const { limits, authenticator } = options
  const verifying = verify(request, entry, authenticator)
  if (waitsForContinue(request)) {
    const { refusal, isAuthenticated } = (await verifying) ?? entry
    const early = refusal ?? declaredTooLarge(request, limits)
    if (early !== null) return { isAuthenticated, sizeBytes: 0, outcome: refused(closing(early)) }
    response.writeContinue()
  }
  const isSuspect = authenticator.wantsToken && isForm(request)
  // Reading begins at once: a sender may leave after its last byte, and has said all the same what it said.
  const reading = readBody(request, {
    isKept: entry.refusal === null || isSuspect,
    isUnwanted: verifying && verifying.then(({ refusal }) => refusal !== null && !isSuspect),
    bodyBytes: limits.bodyBytes,
    drainBytes: limits.drainBytes,
    reservation,
  })
  const { refusal, isAuthenticated } = verifying === null ? entry : await verifying
  const body = await reading
  const outcome = toOutcome(request, body, refusal, options)
  return {
    isAuthenticated,
    sizeBytes: body.sizeBytes,
    outcome: body.isCut ? cut(outcome) : outcome,
  }
}

/** The entry when the signed token is verified too; null where there is none to verify. */
function verify(
  request: IncomingMessage,
  entry: Entry,
  { verify: verifyToken }: Authenticator,
): Promise<Entry> | null {
  if (!entry.isAuthenticated || verifyToken === null) return null
  return verifyToken(request).then((refusal) =>
    refusal === null ? entry : { refusal, isAuthenticated: false },
  )
}

function declaredTooLarge(request: IncomingMessage, { bodyBytes }: ReceiverLimits): Refusal | null {
  const declared = Number(request.headers['content-length'] ?? 0)
  return declared > bodyBytes ? tooLarge(declared, bodyBytes) : null
}

function toOutcome(
  request: IncomingMessage,
  body: ReadBody,
  refusal: Refusal | null,
  options: EnterOptions,
): Outcome {
  if (body.kind === 'aborted') return { kind: 'aborted' }
  if (refusal !== null) return refused(formWithToken(request, body, options) ?? refusal)
  if (body.kind === 'too-large') {
    return refused(tooLarge(body.sizeBytes, options.limits.bodyBytes))
  }
  if (body.kind === 'overloaded') return refused(overloaded(options.limits))
  return readNotification(request, body.bytes, options)
}

function readNotification(
  request: IncomingMessage,
  body: Buffer,
  { isStrict, authenticator }: EnterOptions,
): Outcome {
  const parsed = parseNotification(body)
  if (!parsed.ok) return refused(parsed.problem, body)
  const { notification } = parsed
  if (authenticator.wantsToken && Object.hasOwn(notification.fields, 'access_token')) {
    return refused(invalidRequest('access_token in the body'))
  }
  const problem = isStrict ? findStrictProblem(notification) : null
  if (problem !== null) return refused(problem, body)
  const warnings = lacksMediaType(request) ? (['no_content_type'] as const) : []
  return { kind: 'notification', notification, warnings, body }
}

/** A form is refused for its media type; one that carries a token, for that (RFC 6750, 2.2). */
function formWithToken(
  request: IncomingMessage,
  { bytes }: ReadBody,
  { authenticator }: EnterOptions,
): Refusal | null {
  const isSuspect = authenticator.wantsToken && isForm(request)
  return isSuspect && hasAccessToken(bytes.toString('latin1'))
    ? invalidRequest('access_token in the body')
    : null
}

function tooLarge(sizeBytes: number, limitBytes: number): Refusal {
  return refuse(413, 'body_too_large', `more than ${limitBytes} bytes: ${sizeBytes} bytes`)
}

function overloaded({ bodiesInFlightBytes }: ReceiverLimits): Refusal {
  const detail = `the bodies under way hold more than ${bodiesInFlightBytes} bytes together`
  return refuse(503, 'overloaded', detail, { 'retry-after': '1' })
}

/** What follows is not read: the connection must not go on. */
function cut(outcome: Outcome): Outcome {
  return outcome.kind === 'refused' ? { ...outcome, refusal: closing(outcome.refusal) } : outcome
}

function refused(refusal: Refusal, body: Buffer | null = null): RefusedRead {
  return { kind: 'refused', refusal, body }
}
