import fc from 'fast-check'
import { expect, test } from 'vitest'
import { renderJunit } from '../../src/report/junit/render-junit.ts'
import { junitCase, junitProblems } from '../helpers/junit-problems.ts'
import {
  answer,
  CANARY,
  failure,
  HOSTILE,
  makeDelivery,
  makeEventfulRun,
  makeNotification,
  makeRun,
  makeRunOf,
  redactCanary,
  SESSION,
} from '../helpers/sequence-run.ts'

const identity = (text: string): string => text

test('a JUnit report of a run with everything in it validates against the common XSD', async () => {
  expect(await junitProblems(renderJunit(makeEventfulRun(), redactCanary))).toEqual([])
})

test('a JUnit report of a run without deliveries validates', async () => {
  expect(await junitProblems(renderJunit(makeRun({ deliveries: [] }), identity))).toEqual([])
})

test.each([
  ['an attribute that the schema does not know', /<testcase /, '<testcase place="1" '],
  [
    'the skipped count that the library puts on the root',
    /<testsuites /,
    '<testsuites skipped="1" ',
  ],
  ['a missing name', / name="happy path"/, ''],
  ['a time with an exponent', /time="0.01"/, 'time="1e-2"'],
  ['an element in the wrong place', /<testcase /, '<skipped/><testcase '],
  ['a control character', /happy path/, 'happy\u0001path'],
])('the validation refuses %s', async (_what, pattern, replacement) => {
  const xml = renderJunit(makeRun(), identity)
  const broken = xml.replace(pattern, replacement)
  expect(broken).not.toBe(xml)
  expect(await junitProblems(xml)).toEqual([])
  expect(await junitProblems(broken)).not.toEqual([])
})

test('a JUnit report has a suite per session and a case per notification', () => {
  const xml = renderJunit(makeEventfulRun(), redactCanary)
  expect(xml.match(/<testsuite [^>]*>/g)).toEqual([
    expect.stringMatching(/name="happy path".* tests="5" failures="1" errors="0" skipped="1"/),
    expect.stringMatching(/name="expired".* tests="2" failures="1" errors="0" skipped="1"/),
  ])
  expect(xml).toContain('<testsuites name="hookstep" tests="7" failures="2" errors="0">')
  expect(xml).toContain(
    '<testcase name="ID_VALIDATION_FINISHED" classname="full.happy path" time="0.01"',
  )
  expect(xml).toContain('<testcase name="ID_VALIDATION_FINISHED (2)"')
})

test('a JUnit failure tells every attempt and the advice', () => {
  const deliveries = [
    makeDelivery(makeNotification('EXPIRED'), [failure('RESET', 'socket hang up'), answer(404)]),
  ]
  const text = junitCase(renderJunit(makeRun({ deliveries }), identity), 'EXPIRED')
  expect(text).toContain(
    '<failure message="WRONG_STATUS: 404 is neither 204 nor 200" type="WRONG_STATUS">',
  )
  expect(text).toContain(
    [
      'attempt 1  2026-01-02T03:04:05.678Z  socket hang up  rejected  RESET  10 ms',
      'attempt 2  2026-01-02T03:04:06.678Z  HTTP 404  rejected  WRONG_STATUS  10 ms',
      'advice: nothing is served at this path; check the URL',
    ].join('\n'),
  )
  expect(text).toContain('time="0.02"')
})

test('JUnit has warnings, late acknowledgements and disorder in system-out, and no failure for them', () => {
  const xml = renderJunit(makeEventfulRun(), redactCanary)
  const late = junitCase(xml, 'POST_PROCESSING_FINISHED')
  expect(late).toContain('HTTP 503  rejected  WRONG_STATUS')
  expect(late).toContain('HTTP 200  acknowledged')
  const warned = junitCase(xml, 'FACE_VALIDATION_FINISHED')
  expect(warned).toContain('warning: SUCCESS_FALSE: the body says success: false')
  expect(warned).toContain('disorder: FACE_VALIDATION_FINISHED moved from place 2, to place 3')
  expect(late + warned).not.toContain('<failure')
  const first = junitCase(xml, 'ID_VALIDATION_FINISHED')
  expect(first).toContain('ID_VALIDATION_FINISHED duplicated from place 1, again at place 4')
  expect(first).toContain('GOVERNMENT_VALIDATION_FINISHED dropped, was at place 5')
})

test('JUnit marks what was never sent as skipped', () => {
  expect(junitCase(renderJunit(makeEventfulRun(), identity), 'ONBOARDING_FINISHED')).toContain(
    '<skipped/>',
  )
})

test('JUnit properties name URL and version, and the seed where there is one', () => {
  const plain = renderJunit(makeRun(), identity)
  expect(plain).toContain('<property name="url" value="http://127.0.0.1:3000/webhook"/>')
  expect(plain).toContain('<property name="hookstep" value="1.2.3"/>')
  expect(plain).toContain(`<property name="interviewId" value="${SESSION.interviewId}"/>`)
  expect(plain).not.toMatch(/name="(seed|interrupted)"/)
  const eventful = renderJunit(makeEventfulRun(), identity)
  expect(eventful).toContain('<property name="seed" value="42"/>')
  expect(eventful).toContain('<property name="interrupted" value="true"/>')
})

test('JUnit attributes hold what CDATA cannot', () => {
  const deliveries = [makeDelivery(makeNotification(']]>'), [failure('RESET', ']]>')])]
  const xml = renderJunit(makeRun({ deliveries }), identity)
  expect(xml).toContain('<testcase name="]]>"')
  expect(xml).toContain('<failure message="RESET: ]]>"')
  expect(xml).toContain('  ]]&gt;  rejected')
})

test('no canary is in a JUnit report', () => {
  const run = makeEventfulRun()
  expect(renderJunit(run, identity)).toContain(CANARY)
  expect(renderJunit(run, redactCanary)).not.toContain(CANARY)
})

test.each([HOSTILE, ']]>]]>', ']]\uffff>', ']]\ufffe>]]>', ']]]]>>', '\ud800', '\r\n\t', '&#0;'])(
  'any string gives valid XML: %j',
  async (text) => {
    const xml = renderJunit(makeRunOf(text), identity)
    expect(await junitProblems(xml)).toEqual([])
    expect(xml).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f\ufffe\uffff]/)
  },
)

test('any strings give valid XML', async () => {
  const documents: string[] = []
  const pieces = fc.constantFrom(']', '>', ']]>', '<', '&', '"', '\uffff', '\ud83d', '\n', 'x')
  const hostile = fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join(''))
  fc.assert(
    fc.property(fc.oneof(hostile, fc.string({ unit: 'binary' })), (text) => {
      documents.push(renderJunit(makeRunOf(text), identity))
    }),
    { numRuns: 200 },
  )
  expect(await junitProblems(...documents)).toEqual([])
}, 60_000)
