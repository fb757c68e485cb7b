import type { PlainHttp } from '../evidence.ts'
import type { Judgement, RuleOf } from '../rule.ts'
import { judgeConnection } from './judge-connection.ts'
import { overHttps } from './over-https.ts'

export const tlsPlain: RuleOf = {
  id: 'TLS-PLAIN',
  title: 'Takes no notification over plain http',
  why: 'A URL with http for https would send every token in the clear, and nobody would notice (RFC 6750, 5.3).',
  severity: 'recommended',
  advice: 'close plain http, or redirect it to https',
  probe: overHttps,
  judge: (evidence) => judgeConnection(evidence, ({ plainHttp }) => judgePlain(plainHttp)),
}

/** A redirect is one only where it leads to https. */
function judgePlain(plain: PlainHttp | null): Judgement {
  if (plain === null) return { result: 'skipped', message: 'not tried' }
  const { httpStatus, port, location } = plain
  if (httpStatus === null) return { result: 'pass', message: `port ${port} takes no plain http` }
  const where = location === null ? '' : ` to ${location}`
  const message = `port ${port} answers plain http with ${httpStatus}${where}`
  const isTaken = httpStatus < 300 || (httpStatus < 400 && !isHttps(location))
  return { result: isTaken ? 'fail' : 'pass', message }
}

/** A path alone stays where it is: with plain http. */
function isHttps(location: string | null): boolean {
  return location !== null && /^https:/i.test(location)
}
