import type { Status } from './status.ts'

/** The statuses that one session goes through, in order. A user's own file may name unknown ones. */
export interface FlowSession {
  /** A short name for people: `approved`, `expired`. */
  readonly label: string
  readonly statuses: readonly string[]
}

/** A named, ordered list of statuses for one or more sessions. */
export interface Flow {
  readonly name: string
  readonly description: string
  /** Why the order is not one that the vendor would send; absent for a legal flow. */
  readonly abnormal?: string
  readonly sessions: readonly FlowSession[]
}

/** One row of the vendor's legal sequences: the default order, and others that are legal too. */
export interface LegalSequence {
  readonly flow: string
  readonly order: readonly Status[]
  readonly alsoLegal: readonly (readonly Status[])[]
}

const ID = 'ID_VALIDATION_FINISHED'
const ID2 = 'ID_VALIDATION_FINISHED_SECOND_ID'
const GOV = 'GOVERNMENT_VALIDATION_FINISHED'
const FACE = 'FACE_VALIDATION_FINISHED'
const POST = 'POST_PROCESSING_FINISHED'
const POST2 = 'POST_PROCESSING_FINISHED_SECOND_ID'
const FIN = 'ONBOARDING_FINISHED'

/** The named legal sequences of vendor-facts 2.4. Each has a file of the same name in `fixtures/flows`. */
export const LEGAL_SEQUENCES: readonly LegalSequence[] = [
  { flow: 'id', order: [ID, POST, FIN], alsoLegal: [] },
  { flow: 'id-selfie', order: [ID, FACE, POST, FIN], alsoLegal: [[ID, POST, FACE, FIN]] },
  { flow: 'id-government', order: [ID, GOV, POST, FIN], alsoLegal: [[ID, POST, GOV, FIN]] },
  {
    flow: 'id-government-selfie',
    order: [ID, GOV, FACE, POST, FIN],
    alsoLegal: [
      [ID, FACE, GOV, POST, FIN],
      [ID, POST, GOV, FACE, FIN],
    ],
  },
  {
    flow: 'two-ids',
    order: [ID, ID2, POST, POST2, FIN],
    alsoLegal: [[ID, POST, ID2, POST2, FIN]],
  },
  {
    flow: 'two-ids-selfie',
    order: [ID, ID2, FACE, POST, POST2, FIN],
    alsoLegal: [
      [ID, POST, ID2, POST2, FACE, FIN],
      [ID, FACE, ID2, POST, POST2, FIN],
    ],
  },
  {
    flow: 'two-ids-government-selfie',
    order: [ID, ID2, GOV, FACE, POST, POST2, FIN],
    alsoLegal: [
      [ID, POST, ID2, POST2, GOV, FACE, FIN],
      [ID, FACE, ID2, GOV, POST, POST2, FIN],
    ],
  },
  { flow: 'no-id', order: [FIN], alsoLegal: [] },
  {
    flow: 'manual-approved',
    order: [ID, FACE, POST, FIN, 'MANUAL_REVIEW_APPROVED'],
    alsoLegal: [[FIN, 'MANUAL_REVIEW_APPROVED']],
  },
  {
    flow: 'manual-rejected',
    order: [ID, FACE, POST, FIN, 'MANUAL_REVIEW_REJECTED'],
    alsoLegal: [[FIN, 'MANUAL_REVIEW_REJECTED']],
  },
  {
    flow: 'abandoned-expired',
    order: [ID, FACE, 'EXPIRED'],
    alsoLegal: [
      [ID, 'EXPIRED'],
      [ID, GOV, 'EXPIRED'],
    ],
  },
  { flow: 'never-started-expired', order: ['EXPIRED'], alsoLegal: [] },
  { flow: 'abandoned', order: [ID, FACE], alsoLegal: [[ID], []] },
]
