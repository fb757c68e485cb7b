import { judgeSpeed } from './judge-speed.ts'
import type { RuleOf } from '../rule.ts'

export const ackSoon: RuleOf = {
  id: 'ACK-SOON',
  title: 'Answers within 5 s',
  why: 'The timeout of the vendor is not documented: what is slow today may be too late tomorrow (vendor-facts 3; 5 s are ours).',
  severity: 'recommended',
  advice: 'store the notification, answer 204, and do the work afterwards',
  probe: () => ({ kind: 'statuses' }),
  judge: judgeSpeed,
}
