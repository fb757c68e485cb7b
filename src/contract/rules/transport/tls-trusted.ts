import type { CertificateFacts } from '../evidence.ts'
import type { Judgement, RuleOf } from '../rule.ts'
import { hidden } from '../hidden.ts'
import { isWrongTime, judgeCertificate } from './judge-connection.ts'
import { overHttps } from './over-https.ts'

export const tlsTrusted: RuleOf = {
  id: 'TLS-TRUSTED',
  title: 'Shows a certificate that is trusted',
  why: 'A client that verifies, as the vendor must be expected to, hangs up on a certificate it does not trust (vendor-facts 1; RFC 9110, 4.3.4).',
  severity: 'required',
  advice:
    'install a certificate of a public authority, together with its intermediate certificates',
  probe: overHttps,
  judge: (evidence) => judgeCertificate(evidence, judgeTrust),
}

function judgeTrust({ distrust, issuer }: CertificateFacts): Judgement {
  // Node.js tells of one flaw alone: of a wrong name only after the trust, of a wrong time before it.
  if (distrust === null || distrust.includes('ALTNAME')) {
    return { result: 'pass', message: `issued by ${issuer}` }
  }
  if (isWrongTime(distrust)) return hidden(`the certificate is not valid now: ${distrust}`)
  return { result: 'fail', message: `${distrust}: issued by ${issuer}` }
}
