import type { CheckedRule, CheckReport } from '../../src/contract/check-report.ts'
import { summarize } from '../../src/contract/check-report.ts'
import { judgeAnswer, judgeFailure } from '../../src/contract/acknowledgement.ts'
import type { Outcome } from '../../src/contract/delivery.ts'
import type { FindingResult, Severity } from '../../src/contract/finding.ts'
import type { CheckExchange, CheckRequest } from '../../src/contract/rules/evidence.ts'
import { RULES } from '../../src/contract/rules/rule-list.ts'
import { checkedRule } from '../../src/delivery/check/finding-of.ts'
import { answer, CANARY, failure, HOSTILE, hostileRedirect, SESSION } from './sequence-run.ts'

/** One exchange of a probe, judged by the real rule; `second` is when it began. */
export function makeExchange(
  outcome: Outcome,
  changes: Partial<Omit<CheckExchange, 'request'>> & {
    request?: Partial<CheckRequest>
    second?: number
  } = {},
): CheckExchange {
  const { request, second = 5, ...others } = changes
  return {
    label: 'ONBOARDING_FINISHED',
    interviewId: SESSION.interviewId,
    onboardingStatus: 'ONBOARDING_FINISHED',
    startedAt: new Date(Date.UTC(2026, 0, 2, 3, 4, second)),
    outcome,
    verdict:
      outcome.kind === 'answer' ? judgeAnswer(outcome.answer) : judgeFailure(outcome.failure),
    observed: {},
    ...others,
    request: {
      method: 'POST',
      url: 'http://127.0.0.1:3000/webhook',
      headers: [['content-type', 'application/json']],
      body: Buffer.from(`{"interviewId":"${SESSION.interviewId}"}`),
      framing: 'plain',
      ...request,
    },
  }
}

/** A rule of the real list with what was found, its advice as the runner gives it. */
export function makeChecked(
  id: string,
  result: FindingResult,
  message: string,
  exchanges: readonly CheckExchange[] = [],
): CheckedRule {
  const rule = RULES.find((each) => each.id === id)
  if (rule === undefined) throw new Error(`there is no rule ${id}`)
  const isHidden = message.startsWith('hidden: ')
  return checkedRule(rule, { result, message, isHidden }, exchanges)
}

/** The same rule with another weight. */
export function withSeverity(
  { rule, finding, ...rest }: CheckedRule,
  severity: Severity,
): CheckedRule {
  return { rule: { ...rule, severity }, finding: { ...finding, severity }, ...rest }
}

/** A finished run of `check` with these results, and whatever a test sets otherwise. */
export function makeCheckReport(
  results: readonly CheckedRule[],
  changes: Partial<CheckReport> = {},
): CheckReport {
  return {
    version: '1.2.3',
    url: 'http://127.0.0.1:3000/webhook',
    startedAt: new Date(Date.UTC(2026, 0, 2, 3, 4, 5)),
    durationMs: 1234,
    results,
    summary: summarize(results, changes.isInterrupted === true),
    isInterrupted: false,
    stoppedAfter: null,
    secretHeaders: [],
    ...changes,
  }
}

const SHARED = makeExchange(answer(204), { second: 6 })

/**
 * A report with every kind of result: rules that share an exchange, failures of each severity, an exchange without an
 * answer, a body that is no text, hostile text, and the canary wherever it can stand.
 */
export function makeEventfulReport(): CheckReport {
  const leak = {
    url: `http://127.0.0.1:3000/${CANARY}?token=${CANARY}`,
    headers: [
      ['content-type', 'application/json'],
      ['Authorization', `Bearer ${CANARY}`],
      ['X-Api-Key', CANARY],
    ],
    body: Buffer.from(`{"token":"${CANARY}"}`),
  } as const
  const refused = makeExchange(failure('RESET', `socket hang up ${CANARY} ${HOSTILE}`), {
    second: 9,
    label: 'invalid UTF-8',
    onboardingStatus: null,
    request: { body: Uint8Array.of(0xff, 0xc3, 0x28) },
  })
  const results = [
    makeChecked('ACK-REACHABLE', 'pass', 'there', [SHARED]),
    makeChecked('ACK-FINISHED', 'pass', 'acknowledged with 204', [SHARED]),
    makeChecked('ACK-EXPIRED', 'fail', `EXPIRED: 302 to ${CANARY} ${HOSTILE}`, [
      makeExchange(hostileRedirect(), {
        second: 8,
        label: 'EXPIRED',
        onboardingStatus: 'EXPIRED',
        request: leak,
      }),
    ]),
    makeChecked('AUTH-NONE', 'skipped', 'needs --token or --oauth-url'),
    makeChecked('SUR-FLOWS', 'pass', 'all 2 acknowledged', [
      makeExchange(answer(204), { second: 7 }),
      makeExchange(answer(204), { second: 7 }),
    ]),
    makeChecked('REF-GET', 'warn', `not refused: 200 with ${CANARY}`, [
      makeExchange(answer(200), {
        second: 10,
        label: 'GET',
        onboardingStatus: null,
        request: { method: 'GET', body: new Uint8Array() },
      }),
    ]),
    makeChecked('REF-UTF8', 'fail', 'the connection was closed without an answer', [refused]),
  ]
  return makeCheckReport(results, {
    url: leak.url,
    isInterrupted: true,
    stoppedAfter: 'REF-UTF8',
    secretHeaders: ['x-api-key'],
  })
}

/** A report in which every text from outside is this one. */
export function makeReportOf(text: string): CheckReport {
  const headers = [
    ['Content-Type', text],
    ['Location', text],
    [text, text],
  ] as const
  const request = { url: text, headers, body: Buffer.from(text) }
  const named = { label: text, interviewId: text, onboardingStatus: text, request }
  const exchanges = [
    makeExchange(answer(302, headers, text), named),
    makeExchange(failure('RESET', text), named),
    makeExchange(answer(500, headers, Buffer.from(text, 'latin1')), named),
  ]
  const results = [
    makeChecked('ACK-EXPIRED', 'fail', text, exchanges),
    makeChecked('REF-GET', 'warn', text, exchanges),
    makeChecked('AUTH-NONE', 'skipped', text),
  ]
  return makeCheckReport(results, { version: text, url: text, stoppedAfter: 'REF-GET' })
}
