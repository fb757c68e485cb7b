import type { CheckedRule, CheckReport } from '../../../src/contract/check-report.ts'
import type { Outcome } from '../../../src/contract/delivery.ts'
import type { FindingResult } from '../../../src/contract/finding.ts'
import type { CheckExchange, CheckRequest } from '../../../src/contract/rules/evidence.ts'
import {
  WRONG_SECRET,
  type EndpointFacts,
  type ProbeRequest,
} from '../../../src/contract/rules/probe.ts'
import { RULES } from '../../../src/contract/rules/rule-list.ts'
import type { Rule, RuleGroup } from '../../../src/contract/rules/rule.ts'
import { SENDABLE_STATUSES } from '../../../src/contract/status.ts'
import { checkedRule } from '../../../src/delivery/check/finding-of.ts'
import { makeCheckReport, makeExchange as makeJudged } from '../../helpers/check-report.ts'
import { answer, CANARY, failure, SESSION } from '../../helpers/sequence-run.ts'

export interface ExchangeShape {
  readonly label?: string
  readonly interviewId?: string
  readonly onboardingStatus?: string | null
  readonly request?: Partial<CheckRequest>
  readonly outcome?: Outcome
}

/** One exchange, judged by the real rule: an acknowledged EXPIRED unless a test says otherwise. */
export function makeExchange(shape: ExchangeShape = {}): CheckExchange {
  const { label = 'EXPIRED', interviewId = SESSION.interviewId } = shape
  const { onboardingStatus = 'EXPIRED', outcome = answer(204) } = shape
  const body = Buffer.from(JSON.stringify({ interviewId, onboardingStatus }))
  const request = { body, ...shape.request }
  return makeJudged(outcome, { label, interviewId, onboardingStatus, request })
}

/** A finished run with these findings. */
export function makeReport(
  results: readonly CheckedRule[],
  changes: Partial<CheckReport> = {},
): CheckReport {
  const secretHeaders = ['authorization', 'x-api-key']
  return makeCheckReport(results, { durationMs: 8400, secretHeaders, ...changes })
}

const FACTS: EndpointFacts = {
  isHttps: false,
  isLoopback: true,
  hasToken: true,
  hasExpiredToken: true,
  customHeaders: ['x-api-key'],
}

const JSON_TYPE = [['Content-Type', 'application/json; charset=utf-8']] as const
const SERVER = [
  ['X-Powered-By', 'Express'],
  ['Date', 'Fri, 02 Jan 2026 03:04:05 GMT'],
  ['Connection', 'close'],
] as const

/** A run of all rules against an endpoint with a few flaws of every kind: what a customer would see. */
export function makeWholeReport(): CheckReport {
  const ten = SENDABLE_STATUSES.map((status, index) =>
    sentOf({ label: status, body: { kind: 'notification', status } }, index),
  )
  return makeReport(RULES.map((rule) => wholeResult(rule, ten)))
}

const FOUND: Readonly<Record<string, readonly [FindingResult, string]>> = {
  'ACK-FACE': ['fail', 'FACE_VALIDATION_FINISHED: 500'],
  'ACK-FUTURE-STATUS': ['fail', 'DOCUMENT_SIGNING_FINISHED: 422'],
  'ACK-SOON': ['warn', 'the slowest answer took 5.6 s'],
  'ACK-BODY-SUCCESS': ['warn', '1 of 10: EXPIRED: the body says success: false'],
  'SUR-FLOWS': ['fail', '26 of 93: id-selfie: FACE_VALIDATION_FINISHED: 500'],
  'REF-DEEP': ['fail', '5,000 nested brackets: the connection was closed without an answer'],
  'REF-MEDIA-TYPE': ['warn', 'text/plain was taken with 200'],
  'TLS-HTTPS': ['skipped', 'not needed on this machine'],
}

function wholeResult(rule: Rule, ten: readonly CheckExchange[]): CheckedRule {
  const probe = rule.probe(FACTS)
  const exchanges =
    probe.kind === 'turns'
      ? probe.turns.flat().map((request, index) => sentOf(request, index, rule))
      : probe.kind === 'statuses'
        ? ten.filter((each) => (probe.status ?? each.onboardingStatus) === each.onboardingStatus)
        : []
  const [result, message] =
    FOUND[rule.id] ?? (probe.kind === 'none' ? ['skipped', probe.reason] : ['pass', 'as it ought'])
  return checkedRule(rule, { result, message }, exchanges)
}

function sentOf(request: ProbeRequest, index: number, rule?: Rule): CheckExchange {
  const { body, session = 0 } = request
  const status = body.kind === 'notification' ? body.status : null
  return makeExchange({
    label: request.label,
    interviewId: `6741${String(session).padStart(4, '0')}9f31d00c77a2be15`.slice(0, 24),
    onboardingStatus: status,
    request: {
      method: request.method ?? 'POST',
      headers: headersOf(request),
      body: bodyOf(request),
      framing: request.framing ?? 'plain',
      credentials: request.credentials ?? 'right',
    },
    outcome: answered(rule, status, index),
  })
}

function headersOf({ headers = [], credentials = 'right', spoiltHeader }: ProbeRequest) {
  const scheme = credentials === 'lower-case-scheme' ? 'bearer' : 'Bearer'
  const token = credentials === 'wrong' ? WRONG_SECRET : CANARY
  return [
    ['content-type', 'application/json'],
    ['accept-encoding', 'identity'],
    ['user-agent', 'hookstep/1.2.3'],
    ['x-api-key', spoiltHeader?.how === 'wrong' ? WRONG_SECRET : CANARY],
    ['authorization', `${scheme} ${token}`],
    ...headers,
  ] as const
}

function bodyOf({ body, session = 0 }: ProbeRequest): Uint8Array {
  const interviewId = `6741${String(session).padStart(4, '0')}9f31d00c77a2be15`
  if (body.kind === 'none') return new Uint8Array()
  if (body.kind === 'bytes') return body.bytes
  if (body.kind !== 'notification')
    return Buffer.from(body.text.replace('{{interviewId}}', interviewId))
  const external = { externalCustomerId: body.externalCustomerId ?? 'Check#0001' }
  return Buffer.from(
    JSON.stringify({
      interviewId,
      ...external,
      onboardingStatus: body.status,
      ...body.extraFields,
    }),
  )
}

const STACK = `<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>Error</title></head>
<body><pre>TypeError: Cannot read properties of undefined (reading &#39;score&#39;)
    at onFace (/srv/app/webhook.js:41:23)
    at Layer.handle [as handle_request] (/srv/app/node_modules/express/lib/router/layer.js:95:5)</pre></body>
</html>`

type Answering = (ms: number, index: number) => Outcome

/** What some rules get whatever is sent for them. */
const BY_RULE: Readonly<Record<string, Answering>> = {
  'REF-DEEP': () => failure('RESET', 'socket hang up', { totalMs: 21 }),
  'AUTH-CHALLENGE': (ms) => took(answer(401, SERVER), ms),
  'ACK-FUTURE-STATUS': (ms) => took(json(422, { error: 'unknown status' }), ms),
}

const BY_GROUP: Readonly<Partial<Record<RuleGroup, Answering>>> = {
  refuses: (ms) => took(json(400, { error: 'bad_request' }), ms),
  authenticates: (ms) => took(json(401, { error: 'unauthorized' }), ms),
}

const BY_STATUS: Readonly<Record<string, Answering>> = {
  FACE_VALIDATION_FINISHED: (ms) =>
    took(answer(500, [['Content-Type', 'text/html'], ...SERVER], STACK), ms * 3),
  EXPIRED: (_ms, index) => took(json(200, { success: false }), 5600 / (index + 1)),
}

function answered(rule: Rule | undefined, status: string | null, index: number): Outcome {
  const { id = '', group = 'survives' } = rule ?? {}
  const usual = id === 'SUR-FLOWS' && index % 31 === 30 ? silent : acknowledged
  const answering = BY_RULE[id] ?? BY_GROUP[group] ?? BY_STATUS[status ?? ''] ?? usual
  // Spread out, and now and then slow.
  return answering(1.2 + ((index * 7) % 23) * 0.9 + Math.max(0, (index % 9) - 7) * 120, index)
}

function acknowledged(ms: number): Outcome {
  return took(json(200, { success: true }), ms)
}

function silent(): Outcome {
  return failure('TIMEOUT', 'no answer within 15 s', { totalMs: 15_000 })
}

function json(httpStatus: number, body: object): Outcome {
  return answer(httpStatus, [...JSON_TYPE, ...SERVER], JSON.stringify(body))
}

function took(outcome: Outcome, totalMs: number): Outcome {
  return { ...outcome, timings: { ...outcome.timings, totalMs } }
}
