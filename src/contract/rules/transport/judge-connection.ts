import type { CertificateFacts, ConnectionFacts, Evidence } from '../evidence.ts'
import type { Judgement } from '../rule.ts'

/** Judges a connection that came about; without one, there is nothing to judge. */
export function judgeConnection(
  { connection }: Evidence,
  judge: (facts: ConnectionFacts) => Judgement,
): Judgement {
  if (connection === null) return { result: 'skipped', message: 'not tried' }
  return judge(connection)
}

/** Judges the certificate that was shown. */
export function judgeCertificate(
  evidence: Evidence,
  judge: (certificate: CertificateFacts) => Judgement,
): Judgement {
  return judgeConnection(evidence, ({ certificate, failure }) =>
    certificate === null
      ? { result: 'skipped', message: `no certificate was shown: ${failure ?? 'no TLS'}` }
      : judge(certificate),
  )
}

/** True for the codes of Node.js that tell of a certificate out of its time. */
export function isWrongTime(distrust: string): boolean {
  return /EXPIRED|NOT_YET_VALID/.test(distrust)
}
