import type { RuleOf } from '../rule.ts'
import { judgeConnection } from './judge-connection.ts'
import { overHttps } from './over-https.ts'

export const tlsOld: RuleOf = {
  id: 'TLS-OLD',
  title: 'Does not speak TLS 1.1',
  why: 'An attacker can bring a connection down to what the server still speaks (vendor-facts 9; RFC 8996).',
  severity: 'recommended',
  advice: 'switch off TLS 1.0 and 1.1',
  probe: overHttps,
  judge: (evidence) =>
    judgeConnection(evidence, ({ takesOldTls }) => {
      if (takesOldTls === null)
        return { result: 'skipped', message: 'could not be tried from here' }
      return takesOldTls
        ? { result: 'fail', message: 'TLS 1.1 is taken' }
        : { result: 'pass', message: 'TLS 1.1 is refused' }
    }),
}
