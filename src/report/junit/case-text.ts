import type { Reason } from '../../contract/acknowledgement.ts'
import {
  verdictOf,
  type Attempt,
  type Delivery,
  type DisorderAction,
} from '../../contract/delivery.ts'
import { explainRejection, explainWarning } from '../advice.ts'
import type { Redact } from '../redact-header.ts'
import { describeDisorder } from '../text/describe-disorder.ts'
import { wholeMs } from '../text/units.ts'

export interface FailureText {
  readonly message: string
  readonly type: Reason
  readonly text: string
}

/** Why a delivery was rejected: every attempt, and the advice for the last. */
export function describeFailure(delivery: Delivery, clean: Redact): FailureText {
  const type = verdictOf(delivery).reason as Reason
  const { what, advice } = explainRejection(delivery.attempts.at(-1) as Attempt, type)
  const lines = [...attemptLines(delivery, clean), `advice: ${clean(advice)}`]
  return { type, message: `${type}: ${clean(what)}`, text: lines.join('\n') }
}

/**
 * What is worth a remark though no failure: warnings, the attempts before a late acknowledgement,
 * and what was done to the sequence on purpose. Empty where there is nothing.
 */
export function describeRemarks(
  delivery: Delivery | null,
  disorder: readonly DisorderAction[],
  clean: Redact,
): string {
  const actions = disorder.map(
    (action) => `disorder: ${clean(action.onboardingStatus)} ${describeDisorder(action)}`,
  )
  return [...(delivery === null ? [] : deliveryRemarks(delivery, clean)), ...actions].join('\n')
}

/** The time that all attempts of a delivery took, without the waits between them. */
export function totalMs({ attempts }: Delivery): number {
  return attempts.reduce((ms, { outcome }) => ms + outcome.timings.totalMs, 0)
}

function deliveryRemarks(delivery: Delivery, clean: Redact): string[] {
  const { verdict, warnings } = verdictOf(delivery)
  const isLate = verdict === 'acknowledged' && delivery.attempts.length > 1
  return [
    ...(isLate ? attemptLines(delivery, clean) : []),
    ...warnings.map((code) => {
      const { what, advice } = explainWarning(code)
      return `warning: ${code}: ${what}: ${advice}`
    }),
  ]
}

function attemptLines({ attempts }: Delivery, clean: Redact): string[] {
  return attempts.map((attempt) => exchangeLine(`attempt ${attempt.number}`, attempt, clean))
}

/** One exchange in a line: `EXPIRED  2026-01-02T03:04:05.678Z  HTTP 404  rejected  WRONG_STATUS  10 ms`. */
export function exchangeLine(
  name: string,
  { startedAt, outcome, verdict }: Pick<Attempt, 'startedAt' | 'outcome' | 'verdict'>,
  clean: Redact,
): string {
  const facts = [
    name,
    startedAt.toISOString(),
    outcome.kind === 'failure'
      ? clean(outcome.failure.detail)
      : `HTTP ${outcome.answer.httpStatus}`,
    verdict.verdict,
    ...(verdict.reason === null ? [] : [verdict.reason]),
    wholeMs(outcome.timings.totalMs),
  ]
  return facts.join('  ')
}
