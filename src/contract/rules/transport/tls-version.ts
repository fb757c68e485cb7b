import type { Reason } from '../../acknowledgement.ts'
import type { ConnectionFacts } from '../evidence.ts'
import { hidden } from '../hidden.ts'
import type { Judgement, RuleOf } from '../rule.ts'
import { judgeConnection } from './judge-connection.ts'
import { overHttps } from './over-https.ts'

export const tlsVersion: RuleOf = {
  id: 'TLS-VERSION',
  title: 'Speaks TLS 1.2 or better',
  why: 'Which versions the vendor speaks is not documented, and clients of today refuse older ones (vendor-facts 9; RFC 8996).',
  severity: 'required',
  advice: 'allow TLS 1.2 and 1.3',
  probe: overHttps,
  judge: (evidence) =>
    judgeConnection(evidence, (facts) => judgeVersion(facts, evidence.habit?.verdict.reason)),
}

/** Where no connection came about at all, nothing is known of its TLS. */
function judgeVersion(
  { tlsVersion, failure }: ConnectionFacts,
  reason: Reason | null | undefined,
): Judgement {
  if (tlsVersion !== null) {
    const isNew = ['TLSv1.2', 'TLSv1.3'].includes(tlsVersion)
    return { result: isNew ? 'pass' : 'fail', message: tlsVersion }
  }
  const message = `no TLS: ${failure}`
  return reason === 'TLS' ? { result: 'fail', message } : hidden(message)
}
