import { isLoopback } from '../../../config/loopback.ts'
import type { ShownCertificate } from '../../../exchange/shake-hands.ts'
import { atEndpoint } from '../at-endpoint.ts'
import { fail, pass, skipped, warn, type Check, type CheckResult } from '../check.ts'
import type { Subject } from '../subject.ts'

const DAY_MS = 24 * 3_600_000
/** Time enough to renew it; ours. */
const FEWEST_DAYS = 14

/** Whether the endpoint speaks TLS that a caller will trust, and for how long. */
export const certificate: Check = {
  rule: 'certificate',
  title: 'Endpoint TLS',
  severity: 'required',
  concerns: 'endpoint',
  run: atEndpoint((endpoint, { certificate, failure }, subject) => {
    if (endpoint.protocol === 'http:') return judgePlain(endpoint)
    if (failure?.stage === 'tls') {
      const advice = 'is it an http port? Then the URL begins with http://'
      return fail(`no TLS at ${endpoint.host}: ${failure.detail}`, advice, { code: failure.code })
    }
    if (certificate === null) return skipped('there is no connection')
    return judgeCertificate(certificate, subject)
  }),
}

function judgePlain(endpoint: URL): CheckResult {
  if (isLoopback(endpoint)) return skipped('plain http, which never leaves this machine')
  const message = `plain http to ${endpoint.host}: everybody on the way reads what is sent`
  return warn(message, 'https://, and a certificate', { protocol: 'http' })
}

/** Words for the codes of Node.js. */
const DISTRUST: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'it signed itself',
  SELF_SIGNED_CERT_IN_CHAIN: 'its authority is not known here',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its authority is not known here',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its authority is not known here, or was not sent along',
  ERR_TLS_CERT_ALTNAME_INVALID: 'it is for another name',
  CERT_NOT_YET_VALID: 'it is not valid yet',
}

function judgeCertificate(shown: ShownCertificate, { context, flags }: Subject): CheckResult {
  const days = Math.floor((shown.validTo.getTime() - context.clock.now().getTime()) / DAY_MS)
  const { subject, issuer, distrust } = shown
  const evidence = { subject, issuer, validTo: shown.validTo.toISOString(), days, distrust }
  const until = shown.validTo.toISOString().slice(0, 10)
  const complain = flags.insecure === true ? warn : fail
  if (days < 0 || distrust === 'CERT_HAS_EXPIRED') {
    return complain(`the certificate expired on ${until}`, 'renew it', evidence)
  }
  if (distrust !== null) {
    const message = `the certificate is not trusted: ${DISTRUST[distrust] ?? distrust}`
    const advice =
      'one that is trusted; or, to rehearse, --insecure or NODE_EXTRA_CA_CERTS=FILE with its authority'
    return complain(message, advice, evidence)
  }
  const message = `a certificate of ${issuer}, valid until ${until}: ${days} days`
  return days < FEWEST_DAYS ? warn(message, 'renew it soon', evidence) : pass(message, evidence)
}
