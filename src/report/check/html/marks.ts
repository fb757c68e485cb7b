import type { CheckExchange } from '../../../contract/rules/evidence.ts'
import type { FindingResult } from '../../../contract/finding.ts'
import { describeOutcome } from '../../../contract/rules/describe-outcome.ts'
import type { MarkKind } from '../../html/mark.tsx'
import { fineDuration } from '../../text/units.ts'

/** A result in the words and the shape of the page, worst first. */
export const RESULTS: readonly {
  readonly result: FindingResult
  readonly label: string
  readonly mark: MarkKind
}[] = [
  { result: 'fail', label: 'Failed', mark: 'bad' },
  { result: 'warn', label: 'Warnings', mark: 'doubtful' },
  { result: 'skipped', label: 'Skipped', mark: 'none' },
  { result: 'pass', label: 'Passed', mark: 'good' },
]

/** How an exchange went by the vendor's rule, as a shape. */
export function markOf({ outcome, verdict }: CheckExchange): MarkKind {
  if (outcome.kind === 'failure') return 'silent'
  if (verdict.verdict === 'rejected') return 'bad'
  return verdict.warnings.length > 0 ? 'doubtful' : 'good'
}

const VERDICTS: Readonly<Record<MarkKind, string>> = {
  good: 'acknowledged',
  doubtful: 'acknowledged with a warning',
  bad: 'rejected',
  silent: 'no answer',
  none: 'not sent',
}

/** What a shape says of an exchange, in words. */
export function verdictWord(mark: MarkKind): string {
  return VERDICTS[mark]
}

/** `acknowledged, 204, 12 ms`. Outside text in it is not yet harmless. */
export function describeExchange(exchange: CheckExchange): string {
  const mark = markOf(exchange)
  const outcome = describeOutcome(exchange)
  const time = fineDuration(exchange.outcome.timings.totalMs)
  const words = mark === 'silent' ? [outcome] : [verdictWord(mark), outcome]
  return [...words, time].join(', ')
}
