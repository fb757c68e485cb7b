/**
 * The vendor's eleven onboarding statuses, in the order of its own page (vendor-facts 2.1, source D1).
 */

/** Where in a session's life a status belongs; the ordering rules are written in these terms. */
export type StatusPhase = 'never-sent' | 'progress' | 'finished' | 'review' | 'expired'

interface StatusFacts {
  readonly phase: StatusPhase
  readonly meaning: string
}

const STATUS_FACTS = {
  UNKNOWN: {
    phase: 'never-sent',
    meaning: 'The session exists and the user has not started it; never sent as a notification',
  },
  ID_VALIDATION_FINISHED: {
    phase: 'progress',
    meaning: 'The ID modules are complete; OCR and ID score can be fetched',
  },
  ID_VALIDATION_FINISHED_SECOND_ID: {
    phase: 'progress',
    meaning: 'The same for the second ID',
  },
  GOVERNMENT_VALIDATION_FINISHED: {
    phase: 'progress',
    meaning: 'The government checks are complete',
  },
  FACE_VALIDATION_FINISHED: {
    phase: 'progress',
    meaning: 'The selfie has been compared with the portrait of the ID',
  },
  POST_PROCESSING_FINISHED: {
    phase: 'progress',
    meaning: 'All raw data that was collected has been processed',
  },
  POST_PROCESSING_FINISHED_SECOND_ID: {
    phase: 'progress',
    meaning: 'The same for the second ID',
  },
  ONBOARDING_FINISHED: {
    phase: 'finished',
    meaning: 'Everything is processed and the determination is set; the moment to fetch the score',
  },
  MANUAL_REVIEW_APPROVED: {
    phase: 'review',
    meaning: 'A reviewer approved the session in the dashboard',
  },
  MANUAL_REVIEW_REJECTED: {
    phase: 'review',
    meaning: 'A reviewer rejected the session in the dashboard',
  },
  EXPIRED: {
    phase: 'expired',
    meaning: 'The user left the flow and its time limit has passed',
  },
} as const satisfies Record<string, StatusFacts>

/** One of the vendor's eleven onboarding statuses. */
export type Status = keyof typeof STATUS_FACTS

/** All eleven statuses in the vendor's order (vendor-facts 2.1). */
export const STATUSES = Object.keys(STATUS_FACTS) as readonly Status[]

/** The ten statuses that the vendor sends: all but `UNKNOWN` (vendor-facts 2.3, R1). */
export const SENDABLE_STATUSES: readonly Status[] = STATUSES.filter(
  (status) => phaseOf(status) !== 'never-sent',
)

/** True for one of the vendor's eleven names, in its exact spelling. */
export function isStatus(name: string): name is Status {
  return Object.hasOwn(STATUS_FACTS, name)
}

/** The part of a session's life that the status belongs to. */
export function phaseOf(status: Status): StatusPhase {
  return STATUS_FACTS[status].phase
}

/** What the status tells the receiver, in one sentence (vendor-facts 2.1). */
export function meaningOf(status: Status): string {
  return STATUS_FACTS[status].meaning
}
