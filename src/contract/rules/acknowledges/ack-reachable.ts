import { judgeHabit } from '../judge-habit.ts'
import type { RuleOf } from '../rule.ts'

export const ackReachable: RuleOf = {
  id: 'ACK-REACHABLE',
  title: 'Can be reached, and answers in HTTP',
  why: 'A notification that gets no answer is sent six times in all, and then it is lost (vendor-facts 3).',
  severity: 'required',
  advice: 'start the app, and check host, port, certificate and tunnel: hookstep doctor URL',
  probe: () => ({ kind: 'statuses' }),
  judge: (evidence) =>
    judgeHabit(
      evidence,
      ['CONNECTION_REFUSED', 'RESET', 'DNS', 'TLS', 'UNREACHABLE', 'PROTOCOL', 'TUNNEL_ANSWERED'],
      'answers in HTTP',
    ),
}
