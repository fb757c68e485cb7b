import { expect, test } from 'vitest'
import { renderCheckJson } from '../../../src/report/check/json.ts'
import {
  makeChecked,
  makeCheckReport,
  makeEventfulReport,
  makeExchange,
  makeReportOf,
} from '../../helpers/check-report.ts'
import {
  answer,
  CANARY,
  failure,
  HOSTILE,
  redactCanary,
  SESSION,
} from '../../helpers/sequence-run.ts'

const identity = (text: string): string => text

function parse(text: string): Record<string, unknown> & { results: unknown[] } {
  return JSON.parse(text) as ReturnType<typeof parse>
}

test('a JSON report of a check tells the whole run under these names', () => {
  const report = parse(renderCheckJson(makeEventfulReport(), identity))
  expect(report).toMatchObject({
    tool: 'hookstep',
    version: '1.2.3',
    command: 'check',
    url: `http://127.0.0.1:3000/${CANARY}?token=${CANARY}`,
    startedAt: '2026-01-02T03:04:05.000Z',
    durationMs: 1234,
    interrupted: true,
    stoppedAfter: 'REF-UTF8',
    failOn: 'recommended',
    verdict: 'interrupted',
    summary: {
      pass: 3,
      warn: 1,
      fail: 2,
      skipped: 1,
      score: null,
      failed: { required: expect.any(Number) as number },
    },
  })
  expect(report.results).toHaveLength(7)
})

test('a JSON report of a check has each rule with its finding and its exchanges', () => {
  const exchange = makeExchange(answer(500, [['Content-Type', 'text/plain']], 'no'), {
    label: 'EXPIRED',
    onboardingStatus: 'EXPIRED',
    observed: { isAnsweredEarly: true },
  })
  const checked = makeChecked('ACK-EXPIRED', 'fail', '500', [exchange])
  expect(parse(renderCheckJson(makeCheckReport([checked]), identity)).results).toEqual([
    {
      rule: {
        id: 'ACK-EXPIRED',
        group: 'acknowledges',
        title: 'Acknowledges EXPIRED',
        why: checked.rule.why,
        severity: 'required',
      },
      finding: {
        result: 'fail',
        counted: true,
        message: '500',
        advice: checked.finding.advice,
        evidence: JSON.parse(JSON.stringify(checked.finding.evidence)) as object,
      },
      exchanges: [
        {
          label: 'EXPIRED',
          interviewId: SESSION.interviewId,
          onboardingStatus: 'EXPIRED',
          startedAt: '2026-01-02T03:04:05.000Z',
          httpStatus: 500,
          verdict: 'rejected',
          reason: 'WRONG_STATUS',
          warnings: [],
          detail: null,
          timings: exchange.outcome.timings,
          answeredEarly: true,
          reused: null,
          request: {
            method: 'POST',
            url: 'http://127.0.0.1:3000/webhook',
            framing: 'plain',
            headers: [['content-type', 'application/json']],
            sizeBytes: 42,
            body: { text: `{"interviewId":"${SESSION.interviewId}"}` },
          },
          response: {
            httpStatus: 500,
            headers: [['Content-Type', 'text/plain']],
            sizeBytes: 2,
            cut: false,
            body: { text: 'no' },
          },
        },
      ],
    },
  ])
})

test('an exchange without an answer has no response, and says why', () => {
  const exchange = makeExchange(failure('RESET', 'socket hang up'), {
    request: { body: Uint8Array.of(0xff, 0xc3) },
  })
  const report = makeCheckReport([makeChecked('REF-UTF8', 'fail', 'reset', [exchange])])
  expect(parse(renderCheckJson(report, identity)).results).toMatchObject([
    {
      exchanges: [
        {
          httpStatus: null,
          reason: 'RESET',
          detail: 'socket hang up',
          response: null,
          request: { sizeBytes: 2, body: { text: '/8M=', encoding: 'base64' } },
        },
      ],
    },
  ])
})

test.each([
  ['required', [], 'failed', true],
  ['required', ['ACK-EXPIRED'], 'passed', false],
] as const)('with --fail-on %s and %j known, a run has %s', (failOn, known, verdict, counted) => {
  const report = makeCheckReport([makeChecked('ACK-EXPIRED', 'fail', '500')])
  const counting = { failOn, known: new Set<string>(known) }
  expect(parse(renderCheckJson(report, identity, counting))).toMatchObject({
    failOn,
    verdict,
    results: [{ finding: { counted } }],
  })
})

test('no canary is in a JSON report of a check, and secret headers are cut where redact knows nothing', () => {
  const report = makeEventfulReport()
  expect(renderCheckJson(report, identity)).toContain(CANARY)
  expect(renderCheckJson(report, redactCanary)).not.toContain(CANARY)
  expect(renderCheckJson(report, identity)).not.toContain(`Bearer ${CANARY}`)
  expect(renderCheckJson(report, identity)).toMatch(/"X-Api-Key",\s+"…alue"/)
})

test.each([HOSTILE, '</script>', '\ud800'])(
  'a JSON report of a check with %j is harmless',
  (text) => {
    const json = renderCheckJson(makeReportOf(text), identity)
    expect(json).not.toMatch(
      /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]|\p{Surrogate}/u,
    )
    expect(parse(json).results).toHaveLength(3)
  },
)
