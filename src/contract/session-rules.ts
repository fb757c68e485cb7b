import type { Status } from './status.ts'

/**
 * The ordering rules of a session as data (vendor-facts 2.3). `judge-session.ts` reads them;
 * nothing else in hookstep knows an order.
 */

export type RuleId = `R${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12}`

/** `hard`: the vendor says so. `soft`: it says "generally". `inferred`: our reading of its page. */
export type RuleStrength = 'hard' | 'soft' | 'inferred'

export interface SessionRule {
  readonly id: RuleId
  readonly strength: RuleStrength
  readonly text: string
}

export const SESSION_RULES: readonly SessionRule[] = [
  { id: 'R1', strength: 'hard', text: 'UNKNOWN is never sent' },
  { id: 'R2', strength: 'hard', text: 'government validation comes after ID validation' },
  { id: 'R3', strength: 'hard', text: 'face validation comes after ID validation' },
  { id: 'R4', strength: 'soft', text: 'government validation comes before face validation' },
  { id: 'R5', strength: 'hard', text: 'ONBOARDING_FINISHED comes after every progress status' },
  { id: 'R6', strength: 'hard', text: 'a manual review comes only after ONBOARDING_FINISHED' },
  { id: 'R7', strength: 'inferred', text: 'a session is approved or rejected, not both' },
  { id: 'R8', strength: 'inferred', text: 'EXPIRED comes only to a session that has not finished' },
  { id: 'R9', strength: 'inferred', text: 'nothing comes after EXPIRED or a manual review' },
  { id: 'R10', strength: 'inferred', text: 'a second-ID status comes after that of the first ID' },
  { id: 'R11', strength: 'inferred', text: 'post-processing comes after ID validation' },
  { id: 'R12', strength: 'inferred', text: 'each status comes at most once in a session' },
]

/** `status` needs `needs` before it, by `rule`. */
export interface Prerequisite {
  readonly status: Status
  readonly needs: Status
  readonly rule: RuleId
}

export const PREREQUISITES: readonly Prerequisite[] = [
  { status: 'GOVERNMENT_VALIDATION_FINISHED', needs: 'ID_VALIDATION_FINISHED', rule: 'R2' },
  { status: 'FACE_VALIDATION_FINISHED', needs: 'ID_VALIDATION_FINISHED', rule: 'R3' },
  { status: 'POST_PROCESSING_FINISHED', needs: 'ID_VALIDATION_FINISHED', rule: 'R11' },
  { status: 'ID_VALIDATION_FINISHED_SECOND_ID', needs: 'ID_VALIDATION_FINISHED', rule: 'R10' },
  {
    status: 'POST_PROCESSING_FINISHED_SECOND_ID',
    needs: 'POST_PROCESSING_FINISHED',
    rule: 'R10',
  },
  {
    status: 'POST_PROCESSING_FINISHED_SECOND_ID',
    needs: 'ID_VALIDATION_FINISHED_SECOND_ID',
    rule: 'R11',
  },
  { status: 'MANUAL_REVIEW_APPROVED', needs: 'ONBOARDING_FINISHED', rule: 'R6' },
  { status: 'MANUAL_REVIEW_REJECTED', needs: 'ONBOARDING_FINISHED', rule: 'R6' },
]

/** `earlier` usually comes before `later`; the other order is legal and worth a remark. */
export interface UsualOrder {
  readonly earlier: Status
  readonly later: Status
  readonly rule: RuleId
}

export const USUAL_ORDERS: readonly UsualOrder[] = [
  { earlier: 'GOVERNMENT_VALIDATION_FINISHED', later: 'FACE_VALIDATION_FINISHED', rule: 'R4' },
]

/** The rule with that id. */
export function sessionRule(id: RuleId): SessionRule {
  return SESSION_RULES[Number(id.slice(1)) - 1] as SessionRule
}
