import { expect, test } from 'vitest'
import { mendedFailures, toBaseline } from '../../src/contract/baseline.ts'
import { failuresThatCount } from '../../src/contract/check-report.ts'
import { makeChecked, makeCheckReport, withSeverity } from '../helpers/check-report.ts'

const REPORT = makeCheckReport([
  makeChecked('ACK-FINISHED', 'pass', 'acknowledged'),
  makeChecked('ACK-EXPIRED', 'fail', '500'),
  makeChecked('ACK-ID', 'fail', '500'),
  makeChecked('REF-GET', 'warn', 'not refused: 200'),
  withSeverity(makeChecked('REF-LARGE', 'fail', 'reset'), 'recommended'),
  withSeverity(makeChecked('ACK-EXPECT', 'fail', 'no answer'), 'information'),
  makeChecked('AUTH-NONE', 'skipped', 'needs --token'),
])

const ids = (results: readonly { rule: { id: string } }[]): string[] =>
  results.map(({ rule }) => rule.id)

test.each([
  ['required', [], ['ACK-EXPIRED', 'ACK-ID']],
  ['recommended', [], ['ACK-EXPIRED', 'ACK-ID', 'REF-LARGE']],
  ['required', ['ACK-ID', 'REF-LARGE'], ['ACK-EXPIRED']],
  ['recommended', ['ACK-EXPIRED', 'ACK-ID', 'REF-LARGE', 'REF-GET'], []],
] as const)('failures that count for %s, with %j known', (failOn, known, counting) => {
  expect(ids(failuresThatCount(REPORT, failOn, new Set<string>(known)))).toEqual(counting)
})

test('a baseline holds the failures of both severities that can count, in alphabetical order', () => {
  expect(toBaseline(REPORT, { known: new Set() })).toEqual({
    version: 1,
    failures: ['ACK-EXPIRED', 'ACK-ID', 'REF-LARGE'],
  })
})

test('a baseline keeps what was known and not judged, and drops what is mended', () => {
  const known = new Set(['AUTH-NONE', 'TLS-DAYS', 'ACK-FINISHED', 'ACK-ID'])
  const { failures } = toBaseline(REPORT, { known, url: 'http://127.0.0.1:3000/webhook' })
  expect(failures).toEqual(['ACK-EXPIRED', 'ACK-ID', 'AUTH-NONE', 'REF-LARGE', 'TLS-DAYS'])
})

test('a baseline names the endpoint where it is given', () => {
  expect(toBaseline(REPORT, { known: new Set(), url: 'http://h.example/' })).toMatchObject({
    url: 'http://h.example/',
  })
})

test('mended are the known failures that were judged and hold, a warning included', () => {
  const known = new Set(['ACK-FINISHED', 'REF-GET', 'ACK-EXPIRED', 'AUTH-NONE', 'TLS-DAYS'])
  expect(mendedFailures(REPORT, known)).toEqual(['ACK-FINISHED', 'REF-GET'])
  expect(mendedFailures(REPORT, new Set())).toEqual([])
})
