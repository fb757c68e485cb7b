import type { RuleOf } from '../rule.ts'
import { judgeCertificate } from './judge-connection.ts'

export const tlsName: RuleOf = {
  id: 'TLS-NAME',
  title: 'Shows a certificate for its own name',
  why: 'A certificate of another name ends the connection (RFC 9110, 4.3.4).',
  severity: 'required',
  advice: 'issue it for the host name in the URL',
  probe: ({ isHttps }) =>
    isHttps ? { kind: 'connection' } : { kind: 'none', reason: 'the URL is not https' },
  judge: (evidence) =>
    judgeCertificate(evidence, ({ distrust, subject }) =>
      distrust?.includes('ALTNAME') === true
        ? { result: 'fail', message: `it is for ${subject}` }
        : { result: 'pass', message: `for ${subject}` },
    ),
}
