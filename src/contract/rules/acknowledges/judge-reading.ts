import type { Evidence } from '../evidence.ts'
import { judgeAcknowledged } from '../judge-acknowledged.ts'
import type { Judgement } from '../rule.ts'

/** Fails where the answer came before the rest of the body had been sent; otherwise it has to be an acknowledgement. */
export function judgeReading(evidence: Evidence): Judgement {
  const early = evidence.exchanges.find(({ observed }) => observed.isAnsweredEarly === true)
  if (early === undefined) return judgeAcknowledged(evidence)
  if (early.verdict.verdict === 'rejected') return judgeAcknowledged(evidence)
  return { result: 'fail', message: 'acknowledged before the body was there' }
}
