import type { Answer, FailureCode } from '../../src/contract/acknowledgement.ts'
import { judgeAnswer, judgeFailure } from '../../src/contract/acknowledgement.ts'
import type {
  Attempt,
  Delivery,
  Outcome,
  PlannedNotification,
  SequenceRun,
  SessionIdentity,
  Timings,
} from '../../src/contract/delivery.ts'

/** A secret that must be found in no report. */
export const CANARY = 'canary-7f3a91c4-secret-value'

/** Text as a hostile endpoint would send it. */
export const HOSTILE =
  'a]]>b]]\uffff>c \u0000 \u001b[2J </script><img src=x> | `x` @octocat [l](http://evil.example) \ud800 \u202e'

/** Replaces the canary, as a caller who knows it would. */
export function redactCanary(text: string): string {
  return text.replaceAll(CANARY, '…alue')
}

export const SESSION: SessionIdentity = {
  interviewId: '0123456789abcdef01234567',
  externalCustomerId: 'customer-1',
  label: 'happy path',
  flow: 'full',
}

export const OTHER_SESSION: SessionIdentity = {
  interviewId: 'fedcba9876543210fedcba98',
  externalCustomerId: null,
  label: 'expired',
  flow: 'full',
}

const TIMINGS: Timings = {
  dnsMs: 1,
  connectMs: 2,
  tlsMs: null,
  firstByteMs: 5,
  bodyMs: 1,
  totalMs: 10,
}

/** A planned notification; its body is JSON unless bytes are given. */
export function makeNotification(
  onboardingStatus: string,
  session: SessionIdentity = SESSION,
  body?: Uint8Array,
): PlannedNotification {
  const json = JSON.stringify({ interviewId: session.interviewId, onboardingStatus })
  return { session, onboardingStatus, body: body ?? Buffer.from(json), gapMs: 0 }
}

/** An answer, as an outcome. */
export function answer(
  httpStatus: number,
  headers: Answer['headers'] = [],
  body: string | Uint8Array = '',
  isBodyCut = false,
): Outcome {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body
  return {
    kind: 'answer',
    answer: { httpStatus, headers, body: bytes, isBodyCut },
    timings: TIMINGS,
  }
}

/** No answer, as an outcome. */
export function failure(
  code: FailureCode,
  detail: string,
  timings: Partial<Timings> = {},
): Outcome {
  const unreached = { firstByteMs: null, bodyMs: null }
  return {
    kind: 'failure',
    failure: { code, detail },
    timings: { ...TIMINGS, ...unreached, ...timings },
  }
}

export interface DeliveryShape {
  readonly url?: string
  readonly headers?: Attempt['request']['headers']
}

/** A delivery with an attempt per outcome, a second apart, each judged by the real rule. */
export function makeDelivery(
  notification: PlannedNotification,
  outcomes: readonly Outcome[],
  shape: DeliveryShape = {},
): Delivery {
  const attempts = outcomes.map((outcome, index): Attempt => ({
    notification,
    number: index + 1,
    startedAt: new Date(Date.UTC(2026, 0, 2, 3, 4, 5 + index, 678)),
    request: {
      url: shape.url ?? 'http://127.0.0.1:3000/webhook',
      headers: shape.headers ?? [['content-type', 'application/json']],
    },
    dueAtMs: index * 1000,
    outcome,
    verdict:
      outcome.kind === 'answer' ? judgeAnswer(outcome.answer) : judgeFailure(outcome.failure),
  }))
  return { notification, attempts }
}

/** A finished run of one acknowledged delivery, with whatever a test sets otherwise. */
export function makeRun(changes: Partial<SequenceRun> = {}): SequenceRun {
  return {
    command: 'send-sequence',
    version: '1.2.3',
    url: 'http://127.0.0.1:3000/webhook',
    startedAt: new Date(Date.UTC(2026, 0, 2, 3, 4, 5)),
    durationMs: 1234,
    deliveries: [makeDelivery(makeNotification('ID_VALIDATION_FINISHED'), [answer(204)])],
    notSent: [],
    isInterrupted: false,
    seed: null,
    disorder: [],
    secretHeaders: [],
    ...changes,
  }
}

/** A redirect with hostile text and the canary wherever an answer can hold them. */
export function hostileRedirect(): Outcome {
  return answer(
    302,
    [
      ['Location', `https://evil.example/${CANARY}/${HOSTILE}`],
      ['Set-Cookie', `sid=${CANARY}`],
      ['X-Api-Key', CANARY],
      ['Content-Type', `text/html; ${CANARY}${HOSTILE}`],
    ],
    `${CANARY} ${HOSTILE}`,
  )
}

/**
 * A run with everything in it: acknowledged at once, late and with a warning; rejected after
 * retries; a failure without an answer; hostile text, disorder, and the canary wherever it can stand.
 */
export function makeEventfulRun(): SequenceRun {
  const json = [['Content-Type', 'application/json']] as const
  const leak = {
    url: `http://127.0.0.1:3000/${CANARY}?token=${CANARY}`,
    headers: [
      ['content-type', 'application/json'],
      ['Authorization', `Bearer ${CANARY}`],
      ['X-Api-Key', CANARY],
    ],
  } as const
  return makeRun({
    url: leak.url,
    seed: 42,
    isInterrupted: true,
    secretHeaders: ['x-api-key'],
    deliveries: [
      makeDelivery(makeNotification('ID_VALIDATION_FINISHED'), [answer(204)]),
      makeDelivery(makeNotification('POST_PROCESSING_FINISHED'), [
        answer(503, [], 'busy'),
        answer(200, json, '{"success":true}'),
      ]),
      makeDelivery(makeNotification('FACE_VALIDATION_FINISHED'), [
        answer(200, json, '{"success":false}'),
      ]),
      makeDelivery(
        makeNotification('ID_VALIDATION_FINISHED'),
        [answer(500), answer(500), hostileRedirect()],
        leak,
      ),
      makeDelivery(makeNotification('EXPIRED', OTHER_SESSION), [
        failure('CONNECTION_REFUSED', `connect ECONNREFUSED ${CANARY} ${HOSTILE}`),
      ]),
    ],
    notSent: [makeNotification('ONBOARDING_FINISHED'), makeNotification('REJECTED', OTHER_SESSION)],
    disorder: [
      disorder('duplicated', 'ID_VALIDATION_FINISHED', 0, 3),
      disorder('moved', 'FACE_VALIDATION_FINISHED', 1, 2),
      disorder('dropped', 'GOVERNMENT_VALIDATION_FINISHED', 4, null),
    ],
  })
}

function disorder(
  action: SequenceRun['disorder'][number]['action'],
  onboardingStatus: string,
  from: number,
  to: number | null,
): SequenceRun['disorder'][number] {
  return { action, interviewId: SESSION.interviewId, onboardingStatus, from, to }
}

/** A run in which every text from outside is this one. */
export function makeRunOf(text: string): SequenceRun {
  const session = { interviewId: text, externalCustomerId: text, label: text, flow: text }
  const headers = [
    ['Content-Type', text],
    ['Location', text],
    [text, text],
  ] as const
  const notification = makeNotification(text, session, Buffer.from(text))
  const shape = { url: text, headers }
  return makeRun({
    command: text,
    version: text,
    url: text,
    deliveries: [
      makeDelivery(notification, [answer(302, headers, text)], shape),
      makeDelivery(notification, [failure('RESET', text)], shape),
      makeDelivery(notification, [answer(500, headers, Buffer.from(text, 'latin1')), answer(204)]),
    ],
    notSent: [notification],
    disorder: [{ action: 'moved', interviewId: text, onboardingStatus: text, from: 0, to: 1 }],
  })
}
