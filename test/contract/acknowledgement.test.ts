import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  headerValues,
  judgeAnswer,
  judgeFailure,
  type Answer,
} from '../../src/contract/acknowledgement.ts'

const JSON_TYPE = ['Content-Type', 'application/json'] as const

function answer(
  httpStatus: number,
  headers: Answer['headers'] = [],
  body = '',
  isBodyCut = false,
): Answer {
  return { httpStatus, headers, body: Buffer.from(body), isBodyCut }
}

function html(httpStatus: number, body: string): Answer {
  return answer(httpStatus, [['content-type', 'text/html']], body)
}

test.each([
  ['204', answer(204)],
  ['204 with a type', answer(204, [['content-type', 'text/html']])],
  ['200 JSON', answer(200, [JSON_TYPE], '{"success":true}')],
  [
    '200 JSON with a charset',
    answer(200, [['content-type', 'application/json; charset=utf-8']], '{}'),
  ],
  ['200 JSON in capitals', answer(200, [['CONTENT-TYPE', ' Application/JSON ;x=y']], '[]')],
  ['200 JSON, identity-encoded', answer(200, [JSON_TYPE, ['content-encoding', 'identity']], '{}')],
])('%s is an acknowledgement', (_, given) => {
  expect(judgeAnswer(given)).toEqual({ verdict: 'acknowledged', reason: null, warnings: [] })
  expect(judgeAnswer(given, { strict: true }).verdict).toBe('acknowledged')
})

test.each([
  ['WRONG_MEDIA_TYPE', '200 HTML', html(200, '<p>')],
  ['WRONG_MEDIA_TYPE', '200 without a type', answer(200, [], '{}')],
  [
    'WRONG_MEDIA_TYPE',
    '200 problem+json',
    answer(200, [['content-type', 'application/problem+json']]),
  ],
  ['WRONG_MEDIA_TYPE', '200 jsonp', answer(200, [['content-type', 'application/jsonp']])],
  ['WRONG_MEDIA_TYPE', '200 with two types', answer(200, [JSON_TYPE, JSON_TYPE], '{}')],
  ['WRONG_STATUS', '201', answer(201, [JSON_TYPE], '{}')],
  ['WRONG_STATUS', '202', answer(202, [JSON_TYPE], '{}')],
  ['WRONG_STATUS', '206', answer(206, [JSON_TYPE], '{}')],
  ['WRONG_STATUS', '404', html(404, 'not here')],
  ['WRONG_STATUS', '500', answer(500)],
  ['PROTOCOL', '999', answer(999)],
  ['PROTOCOL', '199', answer(199)],
  ['REDIRECT', '301', answer(301, [['location', '/x']])],
  ['REDIRECT', '308', answer(308)],
  ['WRONG_STATUS', '304', answer(304)],
  ['BODY_TOO_LARGE', 'a 200 without end', answer(200, [JSON_TYPE], '[1', true)],
  [
    'TUNNEL_ANSWERED',
    'a registration answer',
    answer(200, [JSON_TYPE], '{"id":"a","port":1,"max_conn_count":2,"url":"u"}'),
  ],
  ['TUNNEL_ANSWERED', 'a reminder page', html(401, '<a href="https://loca.lt">')],
])('%s is the reason for %s', (reason, _, given) => {
  expect(judgeAnswer(given)).toEqual({ verdict: 'rejected', reason, warnings: [] })
})

test.each([
  ['BODY_NOT_JSON', '', []],
  ['BODY_NOT_JSON', '{"a":', []],
  ['BODY_NOT_JSON', '\u{FEFF}\u{FEFF}', []],
  ['SUCCESS_FALSE', '{"success":false}', []],
  ['SUCCESS_FALSE', '{"success":"false"}', []],
  ['BODY_ENCODED', '{}', [['Content-Encoding', 'gzip']]],
] as const)(
  '%s is a warning on a 200 with body %j, and a rejection when strict',
  (code, body, more) => {
    const given = answer(200, [JSON_TYPE, ...more], body)
    expect(judgeAnswer(given)).toEqual({ verdict: 'acknowledged', reason: null, warnings: [code] })
    expect(judgeAnswer(given, { strict: true })).toEqual({
      verdict: 'rejected',
      reason: code,
      warnings: [code],
    })
  },
)

test('a body that is not UTF-8 is not JSON', () => {
  const given = { ...answer(200, [JSON_TYPE]), body: Buffer.from([0x22, 0xc3, 0x28, 0x22]) }
  expect(judgeAnswer(given).warnings).toEqual(['BODY_NOT_JSON'])
})

test('only 204 and 200 are ever acknowledged', () => {
  fc.assert(
    fc.property(fc.integer({ min: 100, max: 999 }), fc.uint8Array(), (httpStatus, body) => {
      const { verdict } = judgeAnswer({ httpStatus, headers: [JSON_TYPE], body, isBodyCut: false })
      expect(verdict === 'acknowledged').toBe(httpStatus === 204 || httpStatus === 200)
    }),
  )
})

test('an attempt without an answer is rejected with the code of its failure', () => {
  expect(judgeFailure({ code: 'TIMEOUT', detail: '' })).toEqual({
    verdict: 'rejected',
    reason: 'TIMEOUT',
    warnings: [],
  })
})

test('header values are found in any case', () => {
  expect(
    headerValues(
      answer(200, [
        ['X-A', '1'],
        ['x-a', '2'],
        ['b', '3'],
      ]),
      'x-a',
    ),
  ).toEqual(['1', '2'])
})

test('a Retry-After on a rejection is a warning: the vendor keeps to its own delays', () => {
  const warnings = ['RETRY_AFTER_IGNORED']
  expect(judgeAnswer(answer(503, [['Retry-After', '99999999999']]))).toEqual({
    verdict: 'rejected',
    reason: 'WRONG_STATUS',
    warnings,
  })
  expect(judgeAnswer(answer(204, [['Retry-After', '1']])).warnings).toEqual([])
})
