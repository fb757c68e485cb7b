import { expect, test } from 'vitest'
import { renderCheckJunit } from '../../../src/report/check/junit.ts'
import {
  makeChecked,
  makeCheckReport,
  makeEventfulReport,
  makeExchange,
  makeReportOf,
  withSeverity,
} from '../../helpers/check-report.ts'
import { junitCase, junitProblems } from '../../helpers/junit-problems.ts'
import { answer, CANARY, failure, HOSTILE, redactCanary } from '../../helpers/sequence-run.ts'

const identity = (text: string): string => text

test('a JUnit report of a check with everything in it validates against the common XSD', async () => {
  const reports = [makeEventfulReport(), makeCheckReport([])]
  expect(
    await junitProblems(...reports.map((each) => renderCheckJunit(each, redactCanary))),
  ).toEqual([])
})

test('a JUnit report of a check has a suite per group that was tried and a case per rule', () => {
  const xml = renderCheckJunit(makeEventfulReport(), redactCanary)
  expect(xml.match(/<testsuite [^>]*>/g)).toEqual([
    expect.stringMatching(/name="acknowledges".* time="0.03" tests="3" failures="1" .*skipped="0"/),
    expect.stringMatching(/name="authenticates".* tests="1" failures="0" .*skipped="1"/),
    expect.stringMatching(/name="survives".* tests="1" failures="0" .*skipped="0"/),
    expect.stringMatching(/name="refuses".* tests="2" failures="1" .*skipped="0"/),
  ])
  expect(xml).toContain('<testsuites name="hookstep" tests="7" failures="2" errors="0">')
  expect(xml).toContain(
    '<testcase name="ACK-EXPIRED Acknowledges EXPIRED" classname="check.acknowledges" time="0.01"',
  )
})

test('a JUnit failure of a check tells why it matters, the mend, and every exchange, the rejected first', () => {
  const exchanges = [
    makeExchange(answer(204), { label: 'first' }),
    makeExchange(answer(500), { label: 'second', second: 6 }),
    makeExchange(failure('RESET', 'socket hang up'), { label: 'third', second: 7 }),
  ]
  const checked = makeChecked('ACK-EXPIRED', 'fail', '500', exchanges)
  const xml = renderCheckJunit(makeCheckReport([checked]), identity)
  const text = junitCase(xml, 'ACK-EXPIRED Acknowledges EXPIRED')
  expect(text).toContain('<failure message="ACK-EXPIRED: 500" type="required">')
  expect(text).toContain(
    [
      `why: ${checked.rule.why}`,
      `advice: ${checked.finding.advice}`,
      'second  2026-01-02T03:04:06.000Z  HTTP 500  rejected  WRONG_STATUS  10 ms',
      'third  2026-01-02T03:04:07.000Z  socket hang up  rejected  RESET  10 ms',
      'first  2026-01-02T03:04:05.000Z  HTTP 204  acknowledged  10 ms',
    ].join('\n'),
  )
  expect(text).toContain('time="0.03"')
})

test('a JUnit failure of a check lists 20 exchanges and counts the others', () => {
  const exchanges = Array.from({ length: 23 }, () => makeExchange(answer(500)))
  const xml = renderCheckJunit(
    makeCheckReport([makeChecked('SUR-BURST', 'fail', '500', exchanges)]),
    identity,
  )
  expect(xml.match(/HTTP 500 {2}rejected/g)).toHaveLength(20)
  expect(xml).toContain('\nand 3 more')
})

test('JUnit has warnings and reasons for skipping in system-out, and no failure for them', () => {
  const xml = renderCheckJunit(makeEventfulReport(), redactCanary)
  const warned = junitCase(xml, 'REF-GET Refuses GET')
  expect(warned).toContain('<system-out>')
  expect(warned).toContain('warning: not refused: 200 with …alue')
  expect(warned).toContain('advice: ')
  const skipped = junitCase(xml, 'AUTH-NONE Denies a request without a token')
  expect(skipped).toContain('<skipped/>')
  expect(skipped).toContain('skipped: needs --token or --oauth-url')
  expect(warned + skipped).not.toContain('<failure')
})

test('JUnit is as red as the exit code: a failure that does not count is skipped, and says why', async () => {
  const report = makeCheckReport([
    makeChecked('ACK-EXPIRED', 'fail', '500'),
    makeChecked('ACK-FINISHED', 'fail', '500'),
    withSeverity(makeChecked('REF-GET', 'fail', 'reset'), 'recommended'),
  ])
  const counting = { failOn: 'required', known: new Set(['ACK-EXPIRED']) } as const
  const xml = renderCheckJunit(report, identity, counting)
  expect(xml).toContain('<testsuites name="hookstep" tests="3" failures="1" errors="0">')
  expect(junitCase(xml, 'ACK-FINISHED Acknowledges ONBOARDING_FINISHED')).toContain('<failure')
  expect(junitCase(xml, 'ACK-EXPIRED Acknowledges EXPIRED')).toContain(
    'failed, and does not count (known from the baseline): 500',
  )
  expect(junitCase(xml, 'REF-GET Refuses GET')).toContain(
    'failed, and does not count (only recommended): reset',
  )
  expect(await junitProblems(xml)).toEqual([])
  expect(renderCheckJunit(report, identity)).toContain('tests="3" failures="3"')
})

test('JUnit properties of a check name URL, version and score, and how the run ended', () => {
  const plain = renderCheckJunit(
    makeCheckReport([makeChecked('ACK-EXPIRED', 'pass', '204')]),
    identity,
  )
  expect(plain).toContain('<property name="url" value="http://127.0.0.1:3000/webhook"/>')
  expect(plain).toContain('<property name="hookstep" value="1.2.3"/>')
  expect(plain).toContain('<property name="score" value="100"/>')
  expect(plain).not.toMatch(/name="(interrupted|stoppedAfter)"/)
  const eventful = renderCheckJunit(makeEventfulReport(), identity)
  expect(eventful).toContain('<property name="interrupted" value="true"/>')
  expect(eventful).toContain('<property name="stoppedAfter" value="REF-UTF8"/>')
  const skipped = makeCheckReport([makeChecked('AUTH-NONE', 'skipped', 'needs --token')])
  expect(renderCheckJunit(skipped, identity)).not.toContain('name="score"')
})

test('no canary is in a JUnit report of a check', () => {
  expect(renderCheckJunit(makeEventfulReport(), identity)).toContain(CANARY)
  expect(renderCheckJunit(makeEventfulReport(), redactCanary)).not.toContain(CANARY)
})

test.each([HOSTILE, ']]>]]>', ']]\uffff>', '\ud800', '\r\n\t', '&#0;'])(
  'any string in a check gives valid XML: %j',
  async (text) => {
    const xml = renderCheckJunit(makeReportOf(text), identity)
    expect(await junitProblems(xml)).toEqual([])
    expect(xml).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f\ufffe\uffff]/)
  },
)
