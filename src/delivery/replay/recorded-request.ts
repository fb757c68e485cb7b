import { parseNotification } from '../../contract/notification.ts'

/** A request as a journal has it: what must be known of it to send it again. */
export interface RecordedRequest {
  readonly seq: number
  readonly receivedAt: Date
  readonly method: string
  readonly rawHeaders: readonly (readonly [name: string, value: string])[]
  /** Null where it was not kept. */
  readonly body: Uint8Array | null
  readonly verdict:
    | ({ readonly kind: 'notification' } & RecordedIdentity)
    | { readonly kind: 'refused'; readonly code: string }
}

/** What a notification says of itself. */
export interface RecordedIdentity {
  readonly interviewId: string
  readonly externalCustomerId: string | null
  readonly onboardingStatus: string
}

/**
 * The session and status of a request. A refused one may be a whole notification all the same, from a
 * sender without the token say; null where it is none.
 */
export function identityOf({ verdict, body }: RecordedRequest): RecordedIdentity | null {
  if (verdict.kind === 'notification') return verdict
  if (body === null) return null
  const parsed = parseNotification(body)
  return parsed.ok ? parsed.notification : null
}
