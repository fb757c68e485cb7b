import fc from 'fast-check'
import { expect, test } from 'vitest'
import { renderJsonReport } from '../../src/report/json/render-json-report.ts'
import {
  CANARY,
  HOSTILE,
  makeEventfulRun,
  makeRun,
  makeRunOf,
  redactCanary,
  SESSION,
} from '../helpers/sequence-run.ts'

const identity = (text: string): string => text

function parse(text: string): Record<string, unknown> {
  return JSON.parse(text) as Record<string, unknown>
}

test('a JSON report tells the whole run', () => {
  const report = parse(renderJsonReport(makeEventfulRun(), identity))
  expect(report).toMatchObject({
    tool: 'hookstep',
    version: '1.2.3',
    command: 'send-sequence',
    url: `http://127.0.0.1:3000/${CANARY}?token=${CANARY}`,
    startedAt: '2026-01-02T03:04:05.000Z',
    durationMs: 1234,
    interrupted: true,
    seed: 42,
    totals: {
      deliveries: 5,
      acknowledged: 3,
      rejected: 2,
      attempts: 8,
      notSent: 2,
      reasons: { REDIRECT: 1, CONNECTION_REFUSED: 1 },
      slowestMs: 10,
    },
    sessions: [
      { ...SESSION, deliveries: 4, acknowledged: 3, rejected: 1 },
      { label: 'expired', externalCustomerId: null, deliveries: 1, rejected: 1 },
    ],
    notSent: [
      { onboardingStatus: 'ONBOARDING_FINISHED', session: 'happy path' },
      { onboardingStatus: 'REJECTED', session: 'expired' },
    ],
    disorder: [
      { action: 'duplicated', from: 0, to: 3 },
      { action: 'moved', from: 1, to: 2 },
      { action: 'dropped', from: 4, to: null },
    ],
  })
})

test('a JSON report has every delivery with its attempts, as --json prints them', () => {
  const { deliveries } = parse(renderJsonReport(makeEventfulRun(), identity))
  expect(deliveries).toMatchObject([
    { type: 'delivery', attempts: [{ type: 'attempt', httpStatus: 204 }] },
    { verdict: 'acknowledged', attempts: [{ httpStatus: 503 }, { httpStatus: 200, attempt: 2 }] },
    { attempts: [{ warnings: ['SUCCESS_FALSE'] }] },
    { reason: 'REDIRECT', attempts: [{}, {}, { httpStatus: 302, reason: 'REDIRECT' }] },
    { reason: 'CONNECTION_REFUSED', attempts: [{ httpStatus: null }] },
  ])
})

test('a JSON report of a quiet run has no seed', () => {
  expect(parse(renderJsonReport(makeRun(), identity))).toMatchObject({
    seed: null,
    interrupted: false,
    disorder: [],
    notSent: [],
  })
})

test('no canary is in a JSON report', () => {
  const run = makeEventfulRun()
  expect(renderJsonReport(run, identity)).toContain(CANARY)
  expect(renderJsonReport(run, redactCanary)).not.toContain(CANARY)
})

test.each([HOSTILE, '\u{e0001}', '\u00ad', '\u2028'])(
  'a JSON report of %j has nothing that a terminal acts on, and stays the same JSON',
  (text) => {
    const report = renderJsonReport(makeRunOf(text), identity)
    expect(report.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|\p{Surrogate}/u)
    expect(parse(report)).toMatchObject({ sessions: [{ label: text }] })
  },
)

test('any strings give a JSON report that holds them', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(parse(renderJsonReport(makeRunOf(text), identity))).toMatchObject({
        sessions: [{ label: text, flow: text, interviewId: text }],
      })
    }),
  )
})
