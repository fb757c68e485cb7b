import type { CertificateFacts } from '../evidence.ts'
import type { Judgement, RuleOf } from '../rule.ts'
import { judgeCertificate } from './judge-connection.ts'

export const tlsTrusted: RuleOf = {
  id: 'TLS-TRUSTED',
  title: 'Shows a certificate that is trusted',
  why: 'A client that verifies, as the vendor must be taken to do, ends the connection otherwise (RFC 9110, 4.3.4).',
  severity: 'required',
  advice: 'install a certificate of a public authority, with all intermediate ones',
  probe: ({ isHttps }) =>
    isHttps ? { kind: 'connection' } : { kind: 'none', reason: 'the URL is not https' },
  judge: (evidence) => judgeCertificate(evidence, judgeTrust),
}

/** Codes of Node.js that other rules tell of: a wrong name, and a wrong time. */
const OTHERS = /ALTNAME|EXPIRED|NOT_YET_VALID/

function judgeTrust({ distrust, issuer }: CertificateFacts): Judgement {
  if (distrust !== null && !OTHERS.test(distrust)) return { result: 'fail', message: distrust }
  return { result: 'pass', message: `issued by ${issuer}` }
}
