import type { SessionFinding } from './judge-session.ts'
import type { Notification } from './notification.ts'

/** What is known of a session when one more notification of it comes. */
export interface EarlierArrivals {
  /** The external id that it came with; null where none has come yet. */
  readonly externalCustomerId: string | null
  readonly count: number
  /** The digest of the first body with the same status; null where there was none, or it is not known. */
  readonly sameStatusDigest: number | null
}

/**
 * A remark on a notification that contradicts its session: another external id, or the same status with
 * other bytes (hardening B12). The vendor promises neither, so the remark is ours.
 */
export function judgeConflict(
  { externalCustomerId, onboardingStatus }: Notification,
  digest: number,
  earlier: EarlierArrivals,
): SessionFinding[] {
  const hasOtherId =
    externalCustomerId !== null &&
    earlier.externalCustomerId !== null &&
    externalCustomerId !== earlier.externalCustomerId
  const hasOtherBody = earlier.sameStatusDigest !== null && earlier.sameStatusDigest !== digest
  if (!hasOtherId && !hasOtherBody) return []
  const place = { status: onboardingStatus, index: earlier.count, rule: null, other: null }
  return [{ flag: 'conflict', strength: 'inferred', ...place }]
}
