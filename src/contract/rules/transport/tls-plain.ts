import type { RuleOf } from '../rule.ts'
import { judgeConnection } from './judge-connection.ts'

export const tlsPlain: RuleOf = {
  id: 'TLS-PLAIN',
  title: 'Takes no notification over plain http',
  why: 'A URL with http for https would send every token in the clear, and nobody would notice (RFC 6750, 5.3).',
  severity: 'recommended',
  advice: 'close plain http, or redirect it to https',
  probe: ({ isHttps }) =>
    isHttps ? { kind: 'connection' } : { kind: 'none', reason: 'the URL is not https' },
  judge: (evidence) =>
    judgeConnection(evidence, ({ plainHttp }) => {
      if (plainHttp === null) return { result: 'skipped', message: 'not tried' }
      const { httpStatus, port } = plainHttp
      if (httpStatus === null)
        return { result: 'pass', message: `port ${port} takes no plain http` }
      const isTaken = httpStatus < 300
      const message = `port ${port} answers plain http with ${httpStatus}`
      return { result: isTaken ? 'fail' : 'pass', message }
    }),
}
