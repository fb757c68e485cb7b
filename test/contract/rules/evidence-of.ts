import {
  judgeAnswer,
  judgeFailure,
  type FailureCode,
} from '../../../src/contract/acknowledgement.ts'
import { NO_TIMINGS, type Outcome } from '../../../src/contract/delivery.ts'
import type {
  CertificateFacts,
  CheckExchange,
  ConnectionFacts,
  Evidence,
} from '../../../src/contract/rules/evidence.ts'
import { habitOf } from '../../../src/contract/rules/habit.ts'
import type { EndpointFacts } from '../../../src/contract/rules/probe.ts'
import { RULES } from '../../../src/contract/rules/rule-list.ts'
import type { Rule } from '../../../src/contract/rules/rule.ts'

export const FACTS: EndpointFacts = {
  isHttps: true,
  isLoopback: false,
  hasToken: true,
  hasExpiredToken: true,
  customHeaders: ['x-shop'],
}

/** What an exchange got: a code where no answer came. */
export interface Got {
  readonly httpStatus?: number
  readonly headers?: readonly (readonly [string, string])[]
  readonly body?: string
  readonly failure?: FailureCode
  readonly totalMs?: number
  readonly label?: string
  readonly onboardingStatus?: string | null
  readonly isAnsweredEarly?: boolean
  readonly isReused?: boolean
  readonly isBodyCut?: boolean
}

/** An exchange as it is after all; 204 to ONBOARDING_FINISHED where nothing else is said. */
export function exchangeOf(got: Got = {}): CheckExchange {
  const { label = 'it', onboardingStatus = 'ONBOARDING_FINISHED' } = got
  const { isAnsweredEarly, isReused } = got
  const outcome = outcomeOf(got)
  return {
    label,
    interviewId: '664283755e0f8e1b87fcc2ce',
    onboardingStatus,
    request: {
      method: 'POST',
      url: 'https://example.com/',
      headers: [],
      body: new Uint8Array(),
      framing: 'plain',
    },
    startedAt: new Date('2026-01-01T00:00:00Z'),
    outcome,
    verdict:
      outcome.kind === 'answer' ? judgeAnswer(outcome.answer) : judgeFailure(outcome.failure),
    observed: {
      ...(isAnsweredEarly === undefined ? {} : { isAnsweredEarly }),
      ...(isReused === undefined ? {} : { isReused }),
    },
  }
}

function outcomeOf({
  httpStatus = 204,
  headers = [],
  body = '',
  failure,
  totalMs = 1,
  isBodyCut = false,
}: Got): Outcome {
  const timings = { ...NO_TIMINGS, totalMs }
  if (failure !== undefined) {
    return { kind: 'failure', failure: { code: failure, detail: 'the transport’s words' }, timings }
  }
  const bytes = new TextEncoder().encode(body)
  return { kind: 'answer', answer: { httpStatus, headers, body: bytes, isBodyCut }, timings }
}

/** Evidence of these exchanges; a healthy endpoint in all that is not given. */
export function evidenceOf(exchanges: readonly Got[], rest: Partial<Evidence> = {}): Evidence {
  const statuses = rest.statuses ?? [exchangeOf()]
  return {
    facts: FACTS,
    exchanges: exchanges.map(exchangeOf),
    statuses,
    habit: habitOf(statuses),
    limited: [],
    lifeSigns: [],
    connection: null,
    limits: { slowMs: 5000, timeoutMs: 30_000 },
    ...rest,
  }
}

/** Evidence of a connection that is well but for this. */
export function connectionOf(
  facts: Partial<ConnectionFacts>,
  certificate: Partial<CertificateFacts> | null = {},
  rest: Partial<Evidence> = {},
): Evidence {
  const good: CertificateFacts = {
    subject: 'example.com',
    issuer: 'An Authority',
    validTo: new Date('2026-03-02T12:00:00Z'),
    daysLeft: 60.5,
    distrust: null,
  }
  const connection: ConnectionFacts = {
    certificate: certificate === null ? null : { ...good, ...certificate },
    tlsVersion: 'TLSv1.3',
    failure: null,
    takesOldTls: false,
    plainHttp: { port: 80, httpStatus: null, location: null },
    ...facts,
  }
  return evidenceOf([], { connection, ...rest })
}

export function ruleOf(id: string): Rule {
  const rule = RULES.find((each) => each.id === id)
  if (rule === undefined) throw new Error(`no rule ${id}`)
  return rule
}

/** `fail: 500`: what a rule makes of it. */
export function judgementOf(id: string, evidence: Evidence): string {
  const { result, message } = ruleOf(id).judge(evidence)
  return `${result}: ${message}`
}
