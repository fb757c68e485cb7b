import { expect, test } from 'vitest'
import type { Evidence } from '../../../src/contract/rules/evidence.ts'
import { connectionOf, evidenceOf, exchangeOf, FACTS, judgementOf, ruleOf } from './evidence-of.ts'

const NO_TLS = { tlsVersion: null, takesOldTls: null, failure: 'wrong version number' }

/** Ten statuses that none got through. */
function allFail(failure: 'TLS' | 'CONNECTION_REFUSED'): Partial<Evidence> {
  return { statuses: [exchangeOf({ failure }), exchangeOf({ failure })] }
}

function plain(httpStatus: number | null, location: string | null = null): Evidence {
  return connectionOf({ plainHttp: { port: 8443, httpStatus, location } })
}

test.each<[string, string, Evidence]>([
  ['TLS-HTTPS', 'pass: https', connectionOf({})],
  [
    'TLS-HTTPS',
    'fail: the URL is plain http',
    connectionOf({ tlsVersion: null }, null, { facts: { ...FACTS, isHttps: false } }),
  ],
  ['TLS-TRUSTED', 'pass: issued by An Authority', connectionOf({})],
  [
    'TLS-TRUSTED',
    'fail: SELF_SIGNED_CERT_IN_CHAIN: issued by An Authority',
    connectionOf({}, { distrust: 'SELF_SIGNED_CERT_IN_CHAIN' }),
  ],
  [
    'TLS-TRUSTED',
    'pass: issued by An Authority',
    connectionOf({}, { distrust: 'ERR_TLS_CERT_ALTNAME_INVALID' }),
  ],
  [
    'TLS-TRUSTED',
    'skipped: hidden: the certificate is not valid now: CERT_HAS_EXPIRED',
    connectionOf({}, { distrust: 'CERT_HAS_EXPIRED' }),
  ],
  [
    'TLS-TRUSTED',
    'skipped: no certificate was shown: wrong version number',
    connectionOf(NO_TLS, null),
  ],
  ['TLS-TRUSTED', 'skipped: no certificate was shown: no TLS', connectionOf({}, null)],
  ['TLS-TRUSTED', 'skipped: not tried', evidenceOf([])],
  ['TLS-NAME', 'pass: it is for example.com', connectionOf({})],
  [
    'TLS-NAME',
    'fail: it is for example.com',
    connectionOf({}, { distrust: 'ERR_TLS_CERT_ALTNAME_INVALID' }),
  ],
  [
    'TLS-NAME',
    'skipped: hidden: the certificate is not trusted: DEPTH_ZERO_SELF_SIGNED_CERT',
    connectionOf({}, { distrust: 'DEPTH_ZERO_SELF_SIGNED_CERT' }),
  ],
  ['TLS-DAYS', 'pass: valid until 2026-03-02: 60 days left', connectionOf({})],
  ['TLS-DAYS', 'pass: valid until 2026-03-02: 14 days left', connectionOf({}, { daysLeft: 14 })],
  ['TLS-DAYS', 'warn: valid until 2026-03-02: 13 days left', connectionOf({}, { daysLeft: 13.9 })],
  ['TLS-DAYS', 'warn: valid until 2026-03-02: 1 day left', connectionOf({}, { daysLeft: 1.5 })],
  ['TLS-DAYS', 'warn: valid until 2026-03-02: 0 days left', connectionOf({}, { daysLeft: 0.2 })],
  ['TLS-DAYS', 'fail: expired on 2026-03-02', connectionOf({}, { daysLeft: -0.2 })],
  ['TLS-DAYS', 'fail: not valid yet', connectionOf({}, { distrust: 'CERT_NOT_YET_VALID' })],
  ['TLS-VERSION', 'pass: TLSv1.3', connectionOf({})],
  ['TLS-VERSION', 'pass: TLSv1.2', connectionOf({ tlsVersion: 'TLSv1.2' })],
  ['TLS-VERSION', 'fail: TLSv1.1', connectionOf({ tlsVersion: 'TLSv1.1' })],
  ['TLS-VERSION', 'fail: no TLS: wrong version number', connectionOf(NO_TLS, null, allFail('TLS'))],
  [
    'TLS-VERSION',
    'skipped: hidden: no TLS: connect ECONNREFUSED',
    connectionOf(
      { ...NO_TLS, failure: 'connect ECONNREFUSED' },
      null,
      allFail('CONNECTION_REFUSED'),
    ),
  ],
  ['TLS-OLD', 'pass: TLS 1.1 is refused', connectionOf({})],
  ['TLS-OLD', 'fail: TLS 1.1 is taken', connectionOf({ takesOldTls: true })],
  ['TLS-OLD', 'skipped: could not be tried from here', connectionOf({ takesOldTls: null })],
  ['TLS-PLAIN', 'pass: port 8443 takes no plain http', plain(null)],
  ['TLS-PLAIN', 'fail: port 8443 answers plain http with 200', plain(200)],
  ['TLS-PLAIN', 'fail: port 8443 answers plain http with 204', plain(204)],
  [
    'TLS-PLAIN',
    'pass: port 8443 answers plain http with 308 to https://example.com/',
    plain(308, 'https://example.com/'),
  ],
  ['TLS-PLAIN', 'fail: port 8443 answers plain http with 302 to /login', plain(302, '/login')],
  ['TLS-PLAIN', 'fail: port 8443 answers plain http with 300', plain(300)],
  ['TLS-PLAIN', 'pass: port 8443 answers plain http with 400', plain(400)],
  ['TLS-PLAIN', 'pass: port 8443 answers plain http with 426', plain(426)],
  ['TLS-PLAIN', 'warn: port 8443 answers plain http with 405', plain(405)],
  ['TLS-PLAIN', 'warn: port 8443 answers plain http with 500', plain(500)],
  ['TLS-PLAIN', 'skipped: not tried', connectionOf({ plainHttp: null })],
])('%s: %s', (id, judgement, evidence) => {
  expect(judgementOf(id, evidence)).toBe(judgement)
})

test.each(['TLS-TRUSTED', 'TLS-NAME', 'TLS-DAYS', 'TLS-VERSION', 'TLS-OLD', 'TLS-PLAIN'])(
  '%s has no use for plain http',
  (id) => {
    const { probe } = ruleOf(id)
    expect(probe(FACTS)).toEqual({ kind: 'connection' })
    expect(probe({ ...FACTS, isHttps: false })).toEqual({
      kind: 'none',
      reason: 'the URL is not https',
    })
  },
)

test.each([
  [true, false, 'connection'],
  [true, true, 'connection'],
  [false, false, 'connection'],
  [false, true, 'none'],
])('TLS-HTTPS, https: %s, this machine: %s: %s', (isHttps, isLoopback, kind) => {
  expect(ruleOf('TLS-HTTPS').probe({ ...FACTS, isHttps, isLoopback }).kind).toBe(kind)
})
