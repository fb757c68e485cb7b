import type { CertificateFacts } from '../evidence.ts'
import { hidden } from '../hidden.ts'
import type { Judgement, RuleOf } from '../rule.ts'
import { judgeCertificate } from './judge-connection.ts'
import { overHttps } from './over-https.ts'

export const tlsName: RuleOf = {
  id: 'TLS-NAME',
  title: 'Shows a certificate for its own name',
  why: 'A client that verifies, as the vendor must be expected to, hangs up on the certificate of another name (vendor-facts 1; RFC 9110, 4.3.4).',
  severity: 'required',
  advice: 'issue it for the host name in the URL',
  probe: overHttps,
  judge: (evidence) => judgeCertificate(evidence, judgeName),
}

function judgeName({ distrust, subject }: CertificateFacts): Judgement {
  if (distrust === null) return { result: 'pass', message: `it is for ${subject}` }
  if (distrust.includes('ALTNAME')) return { result: 'fail', message: `it is for ${subject}` }
  // Node.js looks at the name of what it trusts, and of nothing else.
  return hidden(`the certificate is not trusted: ${distrust}`)
}
