import type { CheckedRule } from '../../contract/check-report.ts'
import { answerStatus } from '../../contract/rules/describe-outcome.ts'
import type { CheckExchange } from '../../contract/rules/evidence.ts'
import { rejectedFirst } from '../../contract/rules/rejected-first.ts'
import type { Judgement, Rule } from '../../contract/rules/rule.ts'

/** The most exchanges that a finding tells programs of. */
const MOST_TOLD = 20

/** A rule with what was found; advice only where there is something to mend. */
export function checkedRule(
  rule: Rule,
  { result, message, isHidden = false }: Judgement,
  exchanges: readonly CheckExchange[],
): CheckedRule {
  const { id, group, title, why, severity, advice } = rule
  const isFlawed = result === 'fail' || result === 'warn'
  return {
    rule: { id, group, title, why, severity },
    finding: {
      rule: id,
      severity,
      result,
      message,
      advice: isFlawed ? advice : null,
      evidence: {
        sent: exchanges.length,
        exchanges: rejectedFirst(exchanges).slice(0, MOST_TOLD).map(factsOf),
      },
    },
    isHidden,
    exchanges,
  }
}

function factsOf(exchange: CheckExchange): object {
  const { label, interviewId, outcome, verdict } = exchange
  return {
    label,
    interviewId,
    httpStatus: answerStatus(exchange),
    verdict: verdict.verdict,
    reason: verdict.reason,
    warnings: verdict.warnings,
    durationMs: Math.round(outcome.timings.totalMs * 1000) / 1000,
  }
}
