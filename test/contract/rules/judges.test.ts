import { expect, test } from 'vitest'
import { describeOutcome } from '../../../src/contract/rules/describe-outcome.ts'
import type { Evidence, LifeSign, Limited } from '../../../src/contract/rules/evidence.ts'
import { habitOf, isSilent, usualOf } from '../../../src/contract/rules/habit.ts'
import { RULES } from '../../../src/contract/rules/rule-list.ts'
import { evidenceOf, exchangeOf, FACTS, judgementOf, type Got } from './evidence-of.ts'

const JSON_TYPE = [['Content-Type', 'application/json']] as const
const EXPIRED_500: Got = { httpStatus: 500, label: 'EXPIRED', onboardingStatus: 'EXPIRED' }

/** Evidence of an endpoint that gives this to all of the ten statuses. */
function always(got: Got, ...exchanges: readonly Got[]): Evidence {
  return evidenceOf(exchanges, { statuses: [exchangeOf(got), exchangeOf(got)] })
}

test.each<[string, string, Evidence]>([
  // What is to be acknowledged.
  ['ACK-SAMPLE', 'pass: acknowledged with 204', evidenceOf([{}])],
  [
    'ACK-SAMPLE',
    'pass: acknowledged with 200 with application/json',
    evidenceOf([{ httpStatus: 200, headers: JSON_TYPE, body: '{}' }]),
  ],
  ['ACK-SAMPLE', 'fail: it: 500', evidenceOf([{ httpStatus: 500 }])],
  ['ACK-SAMPLE', 'skipped: nothing was sent', evidenceOf([])],
  ['SUR-FLOWS', 'pass: all 2 acknowledged', evidenceOf([{}, {}])],
  ['SUR-FLOWS', 'fail: 1 of 2: EXPIRED: 500', evidenceOf([{}, EXPIRED_500])],
  [
    'SUR-FLOWS',
    'skipped: hidden: EXPIRED is never acknowledged: 500',
    evidenceOf([{}, EXPIRED_500], { statuses: [exchangeOf(), exchangeOf(EXPIRED_500)] }),
  ],
  [
    'SUR-FLOWS',
    'fail: 1 of 3: it: no answer in time',
    evidenceOf([{}, EXPIRED_500, { failure: 'TIMEOUT' }], {
      statuses: [exchangeOf(), exchangeOf(EXPIRED_500)],
    }),
  ],
  [
    'SUR-FLOWS',
    'fail: 1 of 2: EXPIRED: 502',
    evidenceOf([{}, { ...EXPIRED_500, httpStatus: 502 }], {
      statuses: [exchangeOf(), exchangeOf(EXPIRED_500)],
    }),
  ],
  [
    'ACK-EXPIRED',
    'fail: EXPIRED: 500',
    evidenceOf([EXPIRED_500], { statuses: [exchangeOf(), exchangeOf(EXPIRED_500)] }),
  ],
  [
    'ACK-EXPIRED',
    'skipped: hidden: no notification is acknowledged: 302 to /b',
    always(
      { httpStatus: 302, headers: [['Location', '/a']] },
      { httpStatus: 302, headers: [['Location', '/b']] },
    ),
  ],
  // What all notifications get.
  ['ACK-HTTP-STATUS', 'pass: 204 or 200', evidenceOf([{}, {}])],
  [
    'ACK-HTTP-STATUS',
    'pass: 204 or 200, but for 1 of 2, which have rules of their own',
    evidenceOf([{}, EXPIRED_500]),
  ],
  [
    'ACK-HTTP-STATUS',
    'fail: no notification is acknowledged: 500',
    evidenceOf([{ httpStatus: 500 }, { httpStatus: 404 }]),
  ],
  [
    'ACK-HTTP-STATUS',
    'skipped: hidden: no notification is acknowledged: no answer in time',
    evidenceOf([{ failure: 'TIMEOUT' }, { httpStatus: 500 }]),
  ],
  ['ACK-HTTP-STATUS', 'skipped: nothing was sent', evidenceOf([])],
  [
    'ACK-REACHABLE',
    'fail: no notification is acknowledged: the connection was closed without an answer',
    evidenceOf([{ failure: 'RESET' }, { failure: 'CONNECTION_REFUSED' }]),
  ],
  [
    'ACK-MEDIA-TYPE',
    'fail: no notification is acknowledged: 200 without a Content-Type',
    evidenceOf([{ httpStatus: 200 }]),
  ],
  // The body of what is accepted.
  ['ACK-BODY-JSON', 'pass: no body, or one that is JSON', evidenceOf([{}])],
  [
    'ACK-BODY-JSON',
    'fail: 1 of 2, the first to it',
    evidenceOf([{}, { httpStatus: 200, headers: JSON_TYPE, body: 'ok' }]),
  ],
  [
    'ACK-BODY-SUCCESS',
    'fail: 1 of 1, the first to it',
    evidenceOf([{ httpStatus: 200, headers: JSON_TYPE, body: '{"success":"false"}' }]),
  ],
  [
    'ACK-BODY-SUCCESS',
    'skipped: hidden: no notification is acknowledged',
    evidenceOf([{ httpStatus: 500 }]),
  ],
  // How soon.
  ['ACK-SOON', 'pass: the slowest, it, took 5000 ms', evidenceOf([{ totalMs: 5000 }, {}])],
  ['ACK-SOON', 'warn: the slowest, it, took 5001 ms', evidenceOf([{}, { totalMs: 5001 }])],
  ['ACK-SOON', 'skipped: hidden: nothing was answered', evidenceOf([{ failure: 'TIMEOUT' }])],
  // Before or after the body.
  ['ACK-READS-BODY', 'pass: acknowledged with 204', evidenceOf([{ isAnsweredEarly: false }])],
  [
    'ACK-READS-BODY',
    'fail: acknowledged before the body was there',
    evidenceOf([{ isAnsweredEarly: true }]),
  ],
  ['ACK-READS-BODY', 'fail: it: 401', evidenceOf([{ isAnsweredEarly: true, httpStatus: 401 }])],
  // What is to be refused.
  ['REF-NULL', 'pass: refused with 400', evidenceOf([{ httpStatus: 400 }])],
  ['REF-NULL', 'pass: refused with 499', evidenceOf([{ httpStatus: 499 }])],
  ['REF-NULL', 'warn: not refused: 204', evidenceOf([{}])],
  ['REF-NULL', 'warn: not refused: 399', evidenceOf([{ httpStatus: 399 }])],
  ['REF-NULL', 'fail: 500', evidenceOf([{ httpStatus: 500 }])],
  ['REF-NULL', 'fail: 199', evidenceOf([{ httpStatus: 199 }])],
  ['REF-NULL', 'fail: the answer breaks HTTP', evidenceOf([{ failure: 'PROTOCOL' }])],
  ['REF-NULL', 'skipped: nothing was sent', evidenceOf([])],
  [
    'REF-WRONG-TYPES',
    'fail: c: 500',
    evidenceOf([{ httpStatus: 400 }, { label: 'b' }, { label: 'c', httpStatus: 500 }]),
  ],
  [
    'REF-WRONG-TYPES',
    'warn: b: not refused: 204',
    evidenceOf([{ httpStatus: 400 }, { label: 'b' }]),
  ],
  [
    'REF-NULL',
    'skipped: hidden: no notification is acknowledged: 401',
    always({ httpStatus: 401 }, { httpStatus: 401, onboardingStatus: null }),
  ],
  // Who is to be denied.
  ['AUTH-NONE', 'pass: denied with 401', evidenceOf([{ httpStatus: 401 }])],
  ['AUTH-NONE', 'warn: 403 instead of 401', evidenceOf([{ httpStatus: 403 }])],
  ['AUTH-NONE', 'fail: 204 instead of 401', evidenceOf([{}])],
  ['AUTH-NONE', 'fail: 500 instead of 401', evidenceOf([{ httpStatus: 500 }])],
  ['AUTH-NONE', 'fail: no answer in time instead of 401', evidenceOf([{ failure: 'TIMEOUT' }])],
  ['AUTH-NONE', 'skipped: nothing was sent', evidenceOf([])],
  [
    'AUTH-NONE',
    'skipped: hidden: no notification is acknowledged: 401',
    always({ httpStatus: 401 }, { httpStatus: 401 }),
  ],
  ['AUTH-BASIC', 'pass: denied with 400', evidenceOf([{ httpStatus: 400 }])],
  [
    'AUTH-HEADER-WRONG',
    'fail: b: 204 instead of 401 or 403',
    evidenceOf([{ httpStatus: 403 }, { label: 'b' }]),
  ],
  ['AUTH-TOKEN', 'fail: denied with 401', always({ httpStatus: 401 }, { httpStatus: 401 })],
  ['AUTH-TOKEN', 'fail: denied with 403', evidenceOf([{ httpStatus: 403 }])],
  [
    'AUTH-TOKEN',
    'skipped: hidden: no notification is acknowledged: no answer in time',
    always({ failure: 'TIMEOUT' }, { failure: 'TIMEOUT' }),
  ],
])('%s: %s', (id, judgement, evidence) => {
  expect(judgementOf(id, evidence)).toBe(judgement)
})

function denied(challenge?: string): Got {
  return {
    httpStatus: 401,
    headers: challenge === undefined ? [] : [['WWW-Authenticate', challenge]],
  }
}

test.each<[string, readonly Got[]]>([
  [
    'pass: as RFC 6750 has it',
    [denied('Bearer realm="x"'), denied('bearer realm="x", error="invalid_token"')],
  ],
  ['pass: as RFC 6750 has it', [denied('Bearer'), denied('Bearer error=invalid_token')]],
  [
    'pass: as RFC 6750 has it',
    [
      denied('Basic realm="x", Bearer realm="y"'),
      denied('Basic realm="x", Bearer error="invalid_token"'),
    ],
  ],
  [
    'pass: as RFC 6750 has it',
    [denied('Bearer, Basic realm="x"'), denied('Bearer error="invalid_token"')],
  ],
  ['fail: 401 without WWW-Authenticate: Bearer', [denied(), denied()]],
  ['fail: 401 without WWW-Authenticate: Bearer', [denied('Basic realm="x"'), denied()]],
  [
    'warn: an error code, and no token was sent',
    [denied('Bearer error="invalid_request"'), denied('Bearer error="invalid_token"')],
  ],
  ['warn: no error="invalid_token" after a wrong token', [denied('Bearer'), denied('Bearer')]],
  ['warn: no error="invalid_token" after a wrong token', [denied('Bearer'), denied()]],
  ['skipped: there is no 401', [{ httpStatus: 403 }, denied('Bearer')]],
  ['skipped: there is no 401', [denied('Bearer'), { failure: 'RESET' }]],
  ['skipped: nothing was sent', []],
])('AUTH-CHALLENGE: %s', (judgement, exchanges) => {
  expect(judgementOf('AUTH-CHALLENGE', evidenceOf(exchanges))).toBe(judgement)
})

const WITHOUT_TOKEN = { facts: { ...FACTS, hasToken: false } }
const NO_TOKEN_SENT = 'no token was sent: --token, --oauth-url, or -H for a header of its own'
const REMINDER = {
  httpStatus: 401,
  headers: [['Content-Type', 'text/html']],
  body: 'bypass-tunnel-reminder',
} as const

test.each<[id: string, judgement: string, got: Got, rest?: Partial<Evidence>]>([
  ['ACK-KEPT-ALIVE', 'pass: acknowledged with 204', { isReused: true }],
  [
    'ACK-KEPT-ALIVE',
    'pass: acknowledged over a new one: the endpoint closes after each',
    { isReused: false },
  ],
  ['ACK-KEPT-ALIVE', 'fail: it: 500', { httpStatus: 500, isReused: false }],
  [
    'ACK-MEDIA-TYPE',
    'fail: no notification is acknowledged: 200 with a body of more than 1 MiB',
    { httpStatus: 200, headers: JSON_TYPE, isBodyCut: true },
  ],
  [
    'ACK-REACHABLE',
    'fail: no notification is acknowledged: 401 from the tunnel relay itself, not the app',
    REMINDER,
  ],
  ['ACK-HTTP-STATUS', 'fail: no notification is acknowledged: 401', { httpStatus: 401 }],
  [
    'ACK-HTTP-STATUS',
    `fail: no notification is acknowledged: 403; ${NO_TOKEN_SENT}`,
    { httpStatus: 403 },
    WITHOUT_TOKEN,
  ],
  [
    'ACK-HTTP-STATUS',
    'fail: no notification is acknowledged: 500',
    { httpStatus: 500 },
    WITHOUT_TOKEN,
  ],
])('%s: %s', (id, judgement, got, rest) => {
  expect(judgementOf(id, evidenceOf([got], rest))).toBe(judgement)
})

function sign(got: Got, isAlive: boolean): LifeSign {
  return { rule: 'REF-NULL', input: 'null', exchange: exchangeOf(got), isAlive }
}

test.each<[string, readonly LifeSign[]]>([
  ['skipped: nothing was sent that may do harm', []],
  ['pass: alive after it', [sign({}, true)]],
  ['pass: alive after all 2 inputs', [sign({}, true), sign({}, true)]],
  [
    'fail: dead after null (REF-NULL): the connection was refused',
    [sign({}, true), sign({ failure: 'CONNECTION_REFUSED' }, false)],
  ],
  [
    'fail: not well after null (REF-NULL): 503; also after REF-GET, REF-PUT',
    [
      sign({ httpStatus: 503 }, false),
      ...['REF-GET', 'REF-PUT', 'REF-GET'].map((rule) => ({ ...sign({}, false), rule })),
      { ...sign({}, true), rule: 'REF-ARRAY' },
    ],
  ],
])('SUR-LIVES-ON: %s', (judgement, lifeSigns) => {
  expect(judgementOf('SUR-LIVES-ON', evidenceOf([], { lifeSigns }))).toBe(judgement)
})

function limited(rule: string, label: string): Limited {
  return { rule, exchange: exchangeOf({ httpStatus: 429, label }) }
}

const ALWAYS_429 = [exchangeOf({ httpStatus: 429 })]

test.each<[string, Partial<Evidence>]>([
  ['pass: no answer was 429', {}],
  ['skipped: hidden: nothing was answered', { statuses: [exchangeOf({ failure: 'RESET' })] }],
  [
    'fail: an answer was 429, the first to null (REF-NULL)',
    { limited: [limited('REF-NULL', 'null')] },
  ],
  [
    'fail: 2 answers were 429, the first to null (REF-NULL)',
    { limited: [limited('REF-NULL', 'null'), limited('SUR-BURST', 'one of many')] },
  ],
  [
    'pass: no answer was 429 but in SUR-BURST',
    { limited: [limited('SUR-BURST', 'one of many'), limited('SUR-BURST', 'another')] },
  ],
  [
    'fail: 2 answers were 429, the first to one of many (SUR-BURST)',
    { limited: [limited('SUR-BURST', 'one of many'), limited('REF-NULL', 'null')] },
  ],
  [
    'fail: no notification is acknowledged: 429',
    { limited: [limited('ACK-FINISHED', 'it')], statuses: ALWAYS_429 },
  ],
])('SUR-RATE: %s', (judgement, rest) => {
  expect(judgementOf('SUR-RATE', evidenceOf([], rest))).toBe(judgement)
})

test.each([
  ['SUR-FLOWS', 'REF-NULL', 'skipped: hidden: a rate limiter answers 429'],
  ['REF-NULL', 'SUR-FLOWS', 'skipped: hidden: a rate limiter answers 429'],
  ['AUTH-NONE', 'SUR-FLOWS', 'skipped: hidden: a rate limiter answers 429'],
  ['ACK-EXPIRED', 'ACK-ID', 'skipped: hidden: a rate limiter answers 429'],
  ['SUR-BURST', 'SUR-FLOWS', 'skipped: hidden: a rate limiter answers 429'],
  ['SUR-BURST', 'SUR-BURST', 'fail: it: 429'],
])('%s, where %s met a rate limiter first: %s', (id, rule, judgement) => {
  const evidence = evidenceOf([{ httpStatus: 429 }], { limited: [limited(rule, 'it')] })
  expect(judgementOf(id, evidence)).toBe(judgement)
})

test('of several that are to be refused, one that a rate limiter answered keeps all from passing', () => {
  const rest = { limited: [limited('SUR-FLOWS', 'it')] }
  const found = [400, 429, 400].map((httpStatus) => ({ httpStatus }))
  const hidden = 'skipped: hidden: a rate limiter answers 429'
  expect(judgementOf('REF-WRONG-TYPES', evidenceOf(found, rest))).toBe(hidden)
  expect(judgementOf('REF-WRONG-TYPES', evidenceOf([...found, { httpStatus: 500 }], rest))).toBe(
    'fail: it: 500',
  )
})

test('a sign of life that a rate limiter answered is neither life nor death', () => {
  const lifeSigns = [sign({}, true), sign({ httpStatus: 429 }, false)]
  const rest = { limited: [limited('REF-NULL', 'null')] }
  const judgement = (more: Partial<Evidence>): string =>
    judgementOf('SUR-LIVES-ON', evidenceOf([], { lifeSigns, ...rest, ...more }))
  expect(judgement({})).toBe('skipped: hidden: a rate limiter answers 429')
  expect(judgement({ limited: [] })).toBe('fail: not well after null (REF-NULL): 429')
  const dead = sign({ failure: 'CONNECTION_REFUSED' }, false)
  expect(judgement({ lifeSigns: [...lifeSigns, dead] })).toBe(
    'fail: dead after null (REF-NULL): the connection was refused',
  )
})

test('where the rule on rate limiters is not tried, a rule tells of its own 429', () => {
  expect(judgementOf('SUR-FLOWS', evidenceOf([{ httpStatus: 429 }]))).toBe('fail: it: 429')
})

test.each<[Got, string]>([
  [{ httpStatus: 302, headers: [['Location', '/login']] }, '302 to /login'],
  [{ httpStatus: 500 }, '500'],
  [
    { httpStatus: 200, headers: [...JSON_TYPE, ...JSON_TYPE] },
    '200 with application/json and application/json',
  ],
  [
    {
      httpStatus: 200,
      headers: JSON_TYPE,
      body: '{"id":"a","port":1,"max_conn_count":1,"url":"u"}',
    },
    '200 from the tunnel relay itself, not the app',
  ],
  [{ failure: 'DNS' }, 'the host name has no address'],
  [{ failure: 'TLS' }, 'no TLS connection came about'],
])('%j is told as "%s"', (got, words) => {
  expect(describeOutcome(exchangeOf(got))).toBe(words)
})

test('a habit is one way in which every status is rejected', () => {
  const rejected = exchangeOf({ httpStatus: 500 })
  expect(habitOf([])).toBeNull()
  expect(habitOf([rejected, rejected])).toBe(rejected)
  expect(habitOf([rejected, exchangeOf({ httpStatus: 502 })])).toBeNull()
  expect(habitOf([rejected, exchangeOf({ failure: 'TIMEOUT' })])).toBeNull()
  expect(habitOf([rejected, exchangeOf()])).toBeNull()
  expect(habitOf([exchangeOf(), exchangeOf()])).toBeNull()
})

test('silence is two statuses without an answer, and none with one', () => {
  const silent = exchangeOf({ failure: 'TIMEOUT' })
  expect(isSilent([])).toBe(false)
  expect(isSilent([silent])).toBe(false)
  expect(isSilent([silent, exchangeOf({ failure: 'RESET' })])).toBe(true)
  expect(isSilent([exchangeOf({ httpStatus: 500 }), silent, silent])).toBe(false)
})

test('the usual status is the first that was acknowledged, or else the first', () => {
  const rejected = exchangeOf({ httpStatus: 500 })
  const acknowledged = exchangeOf()
  expect(usualOf([])).toBeUndefined()
  expect(usualOf([rejected, acknowledged])).toBe(acknowledged)
  expect(usualOf([rejected, exchangeOf({ failure: 'TIMEOUT' })])).toBe(rejected)
})

test('every rule says why, with its source, and what to do, and has an id of its own', () => {
  expect(new Set(RULES.map(({ id }) => id)).size).toBe(RULES.length)
  for (const { id, title, why, advice } of RULES) {
    expect(id).toMatch(/^(ACK|AUTH|TLS|SUR|REF)(-[A-Z0-9]+)+$/)
    expect(title).toMatch(/^[A-Z]/)
    // One sentence, and the section that it rests on.
    expect(why).toMatch(/^[A-Z0-9](?!.*\. ).* \(vendor-facts \d.*\)\.$/)
    expect(advice).toMatch(/^[a-z0-9]/)
  }
})
