/** How long to wait between two notifications of one session: a fixed gap, or one as a person would cause. */
export type Pace =
  | { readonly kind: 'fixed'; readonly gapMs: number }
  | { readonly kind: 'realistic'; readonly timeScale: number }

/**
 * Seconds that a person and the vendor's machines might take before each status. Ours: the vendor
 * publishes no figures. A review, or an expiry, can take days; it is cut to a minute here.
 */
const REALISTIC_GAP_S: Readonly<Record<string, number>> = {
  ID_VALIDATION_FINISHED: 20,
  ID_VALIDATION_FINISHED_SECOND_ID: 20,
  GOVERNMENT_VALIDATION_FINISHED: 5,
  FACE_VALIDATION_FINISHED: 12,
  POST_PROCESSING_FINISHED: 4,
  POST_PROCESSING_FINISHED_SECOND_ID: 2,
  ONBOARDING_FINISHED: 3,
  MANUAL_REVIEW_APPROVED: 60,
  MANUAL_REVIEW_REJECTED: 60,
  EXPIRED: 60,
}

/** The wait before `status`, in milliseconds; nothing before the first one of a session. */
export function gapBeforeMs(pace: Pace, status: string, isFirst: boolean): number {
  if (isFirst) return 0
  if (pace.kind === 'fixed') return pace.gapMs
  return ((REALISTIC_GAP_S[status] ?? 5) * 1000) / pace.timeScale
}
