import type { CertificateFacts, ConnectionFacts } from '../contract/rules/evidence.ts'
import type { Clock } from '../context.ts'
import type { Inspect } from './exchange.ts'
import { tryOldTls } from './inspect/old-tls.ts'
import { tryPlainHttp } from './inspect/plain-http.ts'
import { within } from './inspect/within.ts'
import type { ShownCertificate } from './shake-hands.ts'
import { visit } from './visit.ts'

const DAY_MS = 24 * 3_600_000
/** For each of the three looks; ours. */
const LIMIT_MS = 5000

/** At a URL of plain http there is nothing to look at. */
const NOTHING: ConnectionFacts = {
  certificate: null,
  tlsVersion: null,
  failure: null,
  takesOldTls: null,
  plainHttp: null,
}

/**
 * Looks at an https URL as a client of today, as one of 2010, and over plain http, each for `limitMs` at most. Where
 * only the old client gets in, certificate and version are what that one saw.
 */
export function createInspect(clock: Pick<Clock, 'now'>, limitMs = LIMIT_MS): Inspect {
  return async (url, signal) => {
    if (url.protocol !== 'https:') return NOTHING
    const [today, old, plainHttp] = await Promise.all([
      within(limitMs, signal, async (inner) => visit(url, inner)),
      within(limitMs, signal, async (inner) => tryOldTls(url, inner)),
      tryPlainHttp(url, limitMs, signal),
    ])
    const { certificate, tlsVersion } = typeof old === 'object' && today.failure ? old : today
    return {
      certificate: certificate && certificateFacts(certificate, clock.now()),
      tlsVersion,
      failure: tlsVersion === null ? (today.failure?.detail ?? null) : null,
      takesOldTls: tlsVersion === null || old === 'unknown' ? null : old !== 'refused',
      plainHttp,
    }
  }
}

function certificateFacts(certificate: ShownCertificate, now: Date): CertificateFacts {
  return { ...certificate, daysLeft: (certificate.validTo.getTime() - now.getTime()) / DAY_MS }
}
