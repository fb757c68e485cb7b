import type { PlainHttp } from '../evidence.ts'
import type { Judgement, RuleOf } from '../rule.ts'
import { judgeConnection } from './judge-connection.ts'
import { overHttps } from './over-https.ts'

export const tlsPlain: RuleOf = {
  id: 'TLS-PLAIN',
  title: 'Takes no notification over plain http',
  why: 'With http in the URL by mistake, every token would travel in the clear and nobody would notice (vendor-facts 4; RFC 6750, 5.3).',
  severity: 'recommended',
  advice: 'close plain http, or redirect it to https',
  probe: overHttps,
  judge: (evidence) => judgeConnection(evidence, ({ plainHttp }) => judgePlain(plainHttp)),
}

/** What says no to plain http itself: a bad request, forbidden, misdirected, upgrade required (RFC 9110, 15.5). */
const REFUSALS = [400, 403, 421, 426]

function judgePlain(plain: PlainHttp | null): Judgement {
  if (plain === null) return { result: 'skipped', message: 'not tried' }
  const { httpStatus, port, location } = plain
  if (httpStatus === null) return { result: 'pass', message: `port ${port} takes no plain http` }
  const where = location === null ? '' : ` to ${location}`
  const message = `port ${port} answers plain http with ${httpStatus}${where}`
  return { result: weigh(httpStatus, location), message }
}

/** A redirect helps only where it leads to https; 404 or 405 may be the app, which takes what is not a GET. */
function weigh(httpStatus: number, location: string | null): 'pass' | 'warn' | 'fail' {
  if (httpStatus < 300) return 'fail'
  if (httpStatus < 400) return location !== null && /^https:/i.test(location) ? 'pass' : 'fail'
  return REFUSALS.includes(httpStatus) ? 'pass' : 'warn'
}
