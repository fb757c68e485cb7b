import type { RuleOf } from '../rule.ts'

export const tlsHttps: RuleOf = {
  id: 'TLS-HTTPS',
  title: 'Has an https URL',
  why: 'The vendor shows https URLs only, and over plain http anybody on the way can read the token (vendor-facts 1; RFC 6750, 5.3).',
  severity: 'recommended',
  advice: 'give the vendor an https URL',
  probe: ({ isHttps, isLoopback }) =>
    isLoopback && !isHttps
      ? { kind: 'none', reason: 'an address of this machine' }
      : { kind: 'connection' },
  judge: ({ facts }) =>
    facts.isHttps
      ? { result: 'pass', message: 'https' }
      : { result: 'fail', message: 'the URL is plain http' },
}
