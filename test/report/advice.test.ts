import { expect, test } from 'vitest'
import type { Reason } from '../../src/contract/acknowledgement.ts'
import type { Attempt } from '../../src/contract/delivery.ts'
import { explainRejection, explainWarning } from '../../src/report/advice.ts'

function answered(httpStatus: number, headers: [string, string][] = []): Attempt {
  return { outcome: { kind: 'answer', answer: { httpStatus, headers } } } as unknown as Attempt
}

const failed = {
  outcome: { kind: 'failure', failure: { code: 'DNS', detail: 'getaddrinfo ENOTFOUND x' } },
} as Attempt

test.each([
  [201, '201 is neither 204 nor 200', 'answer 204'],
  [401, '401', '--token'],
  [404, '404', 'check the URL'],
  [422, '422', 'hookstep fixtures show'],
  [500, '500', 'look at its log'],
  [503, '503', 'is it up?'],
])('a %d is explained by its own advice', (httpStatus, what, advice) => {
  const explanation = explainRejection(answered(httpStatus), 'WRONG_STATUS')
  expect(explanation.what).toContain(what)
  expect(explanation.advice).toContain(advice)
})

test.each([
  ['REDIRECT', answered(302, [['location', '/x']]), '302 to /x'],
  ['REDIRECT', answered(301), '301 to nowhere'],
  ['WRONG_MEDIA_TYPE', answered(200), '200 without a Content-Type'],
  [
    'WRONG_MEDIA_TYPE',
    answered(200, [
      ['content-type', 'a/b'],
      ['Content-Type', 'c/d'],
    ]),
    '200 with a/b and c/d',
  ],
  ['BODY_TOO_LARGE', answered(200), 'longer than 1 MiB'],
  ['TUNNEL_ANSWERED', answered(200), 'relay'],
  ['BODY_NOT_JSON', answered(200), 'not JSON'],
  ['DNS', failed, 'getaddrinfo ENOTFOUND x'],
] as [Reason, Attempt, string][])('%s tells what happened', (reason, attempt, what) => {
  const explanation = explainRejection(attempt, reason)
  expect(explanation.what).toContain(what)
  expect(explanation.advice).toMatch(/^\S.{10,100}$/)
})

test('a warning is explained', () => {
  expect(explainWarning('SUCCESS_FALSE')).toEqual({
    what: 'the body says success: false',
    advice: expect.any(String) as string,
  })
})
