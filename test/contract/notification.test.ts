import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findStrictProblem, parseNotification } from '../../src/contract/notification.ts'

const parse = (body: string | Uint8Array) => parseNotification(Buffer.from(body))

test('the sample of the vendor page is read', () => {
  const body = {
    interviewId: '664283755e0f8e1b87fcc2ce',
    externalCustomerId: 'MyCustomerID#0001',
    onboardingStatus: 'ONBOARDING_FINISHED',
  }
  expect(parse(JSON.stringify(body))).toEqual({
    ok: true,
    notification: { ...body, variant: 'current', fields: body },
  })
})

test.each([
  ['legacy', { externalId: 'a' }, 'a'],
  ['current', { externalCustomerId: 'b', externalId: 'a' }, 'b'],
  ['current', { externalCustomerId: null }, null],
  ['sample', { clientId: 'c', flowId: 'f' }, null],
  ['current', { clientId: 'c' }, null],
  ['current', {}, null],
] as const)('variant %s is told from %j', (variant, more, externalCustomerId) => {
  const parsed = parse(JSON.stringify({ interviewId: 'i', onboardingStatus: 'EXPIRED', ...more }))
  expect(parsed).toMatchObject({ ok: true, notification: { variant, externalCustomerId } })
})

test('unknown fields and unknown statuses are kept', () => {
  const parsed = parse('{"interviewId":"i","onboardingStatus":"NEW_ONE","extra":{"a":1}}')
  expect(parsed).toMatchObject({
    ok: true,
    notification: { onboardingStatus: 'NEW_ONE', fields: { extra: { a: 1 } } },
  })
})

test.each([
  ['', 'empty_body', 400, 'the body is empty'],
  ['{"a":1,}', 'bad_json', 400, 'JSON'],
  ['{}{}', 'bad_json', 400, 'JSON'],
  ['\u{FEFF}{}', 'bad_json', 400, 'JSON'],
  ['['.repeat(5000) + ']'.repeat(5000), 'too_deep', 400, 'deeper than 64'],
  ['null', 'not_object', 422, 'not an object'],
  ['"x"', 'not_object', 422, 'not an object'],
  ['[]', 'not_object', 422, 'not an object'],
  ['{}', 'bad_field', 422, '/interviewId: missing; /onboardingStatus: missing'],
  [
    '{"interviewId":7,"onboardingStatus":""}',
    'bad_field',
    422,
    '/interviewId: expected a string; /onboardingStatus: expected a non-empty string',
  ],
  [
    '{"interviewId":"i","onboardingStatus":"EXPIRED","externalId":{}}',
    'bad_field',
    422,
    '/externalId: expected a string',
  ],
])('body %j is a problem: %s', (body, code, httpStatus, detail) => {
  const parsed = parse(body)
  expect(parsed).toMatchObject({ ok: false, problem: { code, httpStatus } })
  expect(parsed.ok ? '' : parsed.problem.detail).toContain(detail)
})

test.each([
  ['{"a":1,}', 'bad_json', 400, 'not JSON at byte 7: unexpected }'],
  ['{"é":é}', 'bad_json', 400, 'not JSON at byte 6: unexpected U+00E9'],
  ['{"a":', 'bad_json', 400, 'not JSON at byte 5: it ends too early'],
  ['[['.repeat(40), 'too_deep', 400, 'nested deeper than 64 at byte 64'],
  ['{"é":{"a~/":1,"a~/":2}}', 'duplicate_key', 400, '/é/a~0~1: sent twice, again at byte 15'],
  ['{"a":[1,-1e999]}', 'number_too_large', 422, '/a/1: a number too large, at byte 8'],
] as const)('the place of the problem in %j is told', (body, code, httpStatus, detail) => {
  expect(parse(body)).toEqual({ ok: false, problem: { code, httpStatus, detail } })
})

test.each([['fffe7b00'], ['feff007b'], ['7b00'], ['007b'], ['00']])(
  'bytes %s are UTF-16, and no JSON',
  (hex) => {
    const detail = 'not JSON at byte 0: UTF-16, not UTF-8'
    expect(parse(Buffer.from(hex, 'hex'))).toMatchObject({ problem: { code: 'bad_json', detail } })
  },
)

test('a text of 1,024 characters is taken, and one of 1,025 is not', () => {
  const body = (length: number) =>
    JSON.stringify({ interviewId: 'i'.repeat(length), onboardingStatus: 'EXPIRED' })
  expect(parse(body(1024))).toMatchObject({ ok: true })
  expect(parse(body(1025))).toMatchObject({
    problem: { detail: '/interviewId: expected at most 1024 characters' },
  })
})

test.each([
  ['{"interviewId":"i","onboardingStatus":"UNKNOWN"}', null],
  ['{"interviewId":"i","onboardingStatus":"EXPIRED","clientId":"c","flowId":"f"}', null],
  ['{"interviewId":"i","onboardingStatus":"EXPIRED","externalCustomerId":"e"}', null],
  [
    '{"interviewId":"i","onboardingStatus":"expired"}',
    {
      code: 'unknown_status',
      httpStatus: 422,
      detail: '/onboardingStatus: none of the statuses of the vendor',
    },
  ],
  [
    '{"interviewId":"i","onboardingStatus":"EXPIRED","externalId":"e","a~/":1}',
    {
      code: 'unknown_field',
      httpStatus: 422,
      detail: '/externalId: unknown field; /a~0~1: unknown field',
    },
  ],
])('strictly read, %j is %j', (body, problem) => {
  const parsed = parse(body)
  expect(parsed.ok && findStrictProblem(parsed.notification)).toEqual(problem)
})

test('bytes that are not UTF-8 are a problem, not a replacement character', () => {
  expect(parse(Buffer.from([0x7b, 0xc3, 0x28, 0x7d]))).toMatchObject({
    problem: { code: 'bad_utf8' },
  })
})

test('brackets inside strings do not count as depth', () => {
  const status = JSON.stringify(`"${'['.repeat(100)}\\`)
  expect(parse(`{"interviewId":"i","onboardingStatus":${status}}`)).toMatchObject({ ok: true })
})

test('a __proto__ key changes no prototype', () => {
  const parsed = parse(
    '{"__proto__":{"admin":true},"interviewId":"i","onboardingStatus":"EXPIRED"}',
  )
  expect(parsed.ok).toBe(true)
  expect(({} as Record<string, unknown>)['admin']).toBeUndefined()
})

test('no bytes make it throw', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void parseNotification(bytes)),
  )
  fc.assert(fc.property(fc.json(), (json) => void parse(json)))
})
