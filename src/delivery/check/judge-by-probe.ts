import { describeOutcome } from '../../contract/rules/describe-outcome.ts'
import type { CheckExchange, Evidence } from '../../contract/rules/evidence.ts'
import type { Probe } from '../../contract/rules/probe.ts'
import type { Judgement, Rule } from '../../contract/rules/rule.ts'

/** What a rule makes of its evidence, or why there is none. */
export function judgeByProbe(
  rule: Rule,
  probe: Probe,
  evidence: Evidence,
  stoppedAfter: string | null,
): Judgement {
  if (probe.kind === 'none') return skipped(probe.reason)
  const wasToSend = probe.kind === 'turns' || probe.kind === 'statuses'
  if (!wasToSend || evidence.exchanges.length > 0) return rule.judge(evidence)
  if (stoppedAfter !== null) {
    return skipped(`not tried: the endpoint did not come back after ${stoppedAfter}`)
  }
  // What was not sent, although nobody stopped it, was not sent because nobody answers.
  return skipped(`not tried: ${describeOutcome(evidence.statuses[0] as CheckExchange)}`)
}

function skipped(message: string): Judgement {
  return { result: 'skipped', message }
}
