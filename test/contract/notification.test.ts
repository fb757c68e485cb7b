import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseNotification } from '../../src/contract/notification.ts'

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
