import { httpStatusOf, type Outcome } from './delivery.ts'
import type { Verdict } from './acknowledgement.ts'

/** What became of a notification that was passed on to the user's app. */
export interface ForwardResult {
  /** The number of the received request. */
  readonly seq: number
  /** Where the app was asked: `--forward-to`. */
  readonly url: string
  readonly outcome: Outcome
  /** The app's answer by the vendor's rule (vendor-facts 3). */
  readonly verdict: Verdict
}

/** The same without the answer's headers and body. */
export interface ForwardFacts {
  readonly seq: number
  /** Null where no answer came. */
  readonly httpStatus: number | null
  readonly verdict: Verdict['verdict']
  readonly reason: Verdict['reason']
  readonly durationMs: number
}

/** What a journal, a list or a program is told of a forward. */
export function forwardFacts(result: ForwardResult): ForwardFacts {
  const { seq, outcome, verdict: judged } = result
  const { verdict, reason } = judged
  const httpStatus = httpStatusOf(result)
  return { seq, httpStatus, verdict, reason, durationMs: outcome.timings.totalMs }
}
