import type { RuleOf } from '../rule.ts'
import { judgeConnection } from './judge-connection.ts'

export const tlsVersion: RuleOf = {
  id: 'TLS-VERSION',
  title: 'Speaks TLS 1.2 or better',
  why: 'Older versions are broken, and clients refuse them (RFC 8996).',
  severity: 'required',
  advice: 'allow TLS 1.2 and 1.3',
  probe: ({ isHttps }) =>
    isHttps ? { kind: 'connection' } : { kind: 'none', reason: 'the URL is not https' },
  judge: (evidence) =>
    judgeConnection(evidence, ({ tlsVersion, failure }) => {
      if (tlsVersion === null) return { result: 'fail', message: failure ?? 'no TLS' }
      const isNew = ['TLSv1.2', 'TLSv1.3'].includes(tlsVersion)
      return { result: isNew ? 'pass' : 'fail', message: tlsVersion }
    }),
}
