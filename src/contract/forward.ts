import type { Outcome } from './delivery.ts'
import type { Verdict } from './acknowledgement.ts'

/** What became of a notification that was passed on to the user's app. */
export interface ForwardResult {
  /** The number of the received request. */
  readonly seq: number
  readonly outcome: Outcome
  /** The app's answer by the vendor's rule (vendor-facts 3). */
  readonly verdict: Verdict
}
