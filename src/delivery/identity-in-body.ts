import type { SessionIdentity } from '../contract/delivery.ts'
import { parseNotification } from '../contract/notification.ts'

/**
 * The session with the ids that stand in the body: a fixture may have ids of its own, and what is told
 * must be what is sent. The session itself where they are the same, or the body is no notification.
 */
export function identityInBody(body: Uint8Array, session: SessionIdentity): SessionIdentity {
  const parsed = parseNotification(body)
  if (!parsed.ok) return session
  const { interviewId, externalCustomerId } = parsed.notification
  const isSame =
    interviewId === session.interviewId && externalCustomerId === session.externalCustomerId
  return isSame ? session : { ...session, interviewId, externalCustomerId }
}
