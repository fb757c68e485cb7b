import { judgeSpeed } from './judge-speed.ts'
import type { RuleOf } from '../rule.ts'

export const ackSoon: RuleOf = {
  id: 'ACK-SOON',
  title: 'Answers within 5 s',
  why: 'Nobody outside knows the timeout of the vendor: what is slow today may be late tomorrow (vendor-facts 3).',
  severity: 'recommended',
  advice: 'answer 204 first and do the work afterwards',
  probe: () => ({ kind: 'statuses' }),
  judge: judgeSpeed,
}
