import type { CertificateFacts } from '../evidence.ts'
import type { Judgement, RuleOf } from '../rule.ts'
import { judgeCertificate } from './judge-connection.ts'
import { overHttps } from './over-https.ts'

export const tlsDays: RuleOf = {
  id: 'TLS-DAYS',
  title: 'Shows a certificate that is valid for two weeks or more',
  why: 'The vendor shows https URLs only, and an expired certificate stops every notification at once (vendor-facts 1; 14 days are ours).',
  severity: 'required',
  advice: 'renew the certificate, and let a machine do it from now on',
  probe: overHttps,
  judge: (evidence) => judgeCertificate(evidence, judgeDays),
}

const FEW_DAYS = 14

function judgeDays({ daysLeft, distrust, validTo }: CertificateFacts): Judgement {
  const days = Math.floor(daysLeft)
  if (distrust?.includes('NOT_YET_VALID') === true) {
    return { result: 'fail', message: 'not valid yet' }
  }
  if (daysLeft < 0) return { result: 'fail', message: `expired on ${dateOf(validTo)}` }
  const message = `valid until ${dateOf(validTo)}: ${days} ${days === 1 ? 'day' : 'days'} left`
  return { result: days < FEW_DAYS ? 'warn' : 'pass', message }
}

function dateOf(date: Date): string {
  return date.toISOString().slice(0, 10)
}
