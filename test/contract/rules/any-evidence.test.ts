import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { FailureCode } from '../../../src/contract/acknowledgement.ts'
import { isLimited } from '../../../src/contract/rules/hidden.ts'
import { RULES } from '../../../src/contract/rules/rule-list.ts'
import type { RuleGroup } from '../../../src/contract/rules/rule.ts'
import { SENDABLE_STATUSES } from '../../../src/contract/status.ts'
import { connectionOf, evidenceOf, exchangeOf, type Got } from './evidence-of.ts'

const FAILURES: readonly FailureCode[] = [
  'TIMEOUT',
  'CONNECTION_REFUSED',
  'RESET',
  'TLS',
  'PROTOCOL',
]

const header = fc.constantFrom(
  ['Content-Type', 'application/json'] as const,
  ['content-type', 'text/html'] as const,
  ['Location', '/elsewhere'] as const,
  ['WWW-Authenticate', 'Bearer error="invalid_token"'] as const,
)

const got: fc.Arbitrary<Got> = fc.record(
  {
    httpStatus: fc.oneof(fc.constant(429), fc.integer({ min: 100, max: 999 })),
    headers: fc.array(header, { maxLength: 3 }),
    body: fc.oneof(fc.constantFrom('{}', '{"success":false}', ''), fc.string()),
    failure: fc.constantFrom(...FAILURES),
    totalMs: fc.double({ min: 0, max: 60_000, noNaN: true }),
    onboardingStatus: fc.constantFrom(null, 'TOMORROW', ...SENDABLE_STATUSES),
    isAnsweredEarly: fc.boolean(),
  },
  { requiredKeys: [] },
)

/** What is among the ten statuses is a notification of one. */
const statusGot = fc
  .tuple(got, fc.constantFrom(...SENDABLE_STATUSES))
  .map(([each, onboardingStatus]): Got => ({ ...each, onboardingStatus }))

const facts = fc.record({
  tlsVersion: fc.constantFrom(null, 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'),
  takesOldTls: fc.constantFrom(null, true, false),
  plainHttp: fc.option(
    fc.record({
      port: fc.nat({ max: 65_535 }),
      httpStatus: fc.option(fc.integer({ min: 100, max: 999 })),
      location: fc.constantFrom(null, '/a', 'https://example.com/'),
    }),
  ),
})

test('no rule throws, whatever the evidence, and each says what it found in words', () => {
  fc.assert(
    fc.property(fc.array(got), fc.array(statusGot), facts, (sent, statuses, seen) => {
      const lifeSigns = sent.map((each) => ({
        rule: 'REF-NULL',
        input: 'null',
        exchange: exchangeOf(each),
        isAlive: each.failure === undefined,
      }))
      const { connection } = connectionOf({
        ...seen,
        failure: seen.tlsVersion === null ? 'no answer within 5 s' : null,
      })
      const limited = lifeSigns.filter(({ exchange }) => isLimited(exchange))
      const rest = { statuses: statuses.map(exchangeOf), lifeSigns, limited, connection }
      const evidence = evidenceOf(sent, rest)
      for (const { judge } of RULES) {
        const { result, message } = judge(evidence)
        expect(['pass', 'warn', 'fail', 'skipped']).toContain(result)
        expect(message).not.toMatch(/^$|undefined|null\b(?! \(REF)/)
      }
    }),
  )
})

test.each<[RuleGroup, string]>([
  ['acknowledges', 'pass'],
  ['refuses', 'warn'],
])('who acknowledges everything at once: rules of "%s" say %s', (group, result) => {
  const every = evidenceOf([{}, {}])
  const rules = RULES.filter((rule) => rule.group === group)
  const found = rules.map(({ id, judge }) => [id, judge(every).result])
  expect(found).toEqual(rules.map(({ id }) => [id, result]))
})
