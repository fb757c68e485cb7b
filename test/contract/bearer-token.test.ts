import { expect, test } from 'vitest'
import { isBearerToken } from '../../src/contract/bearer-token.ts'

// mF_9.B5f-4.1JqM is the example of RFC 6750, 2.1.
test.each(['mF_9.B5f-4.1JqM', 'a', 'AZaz09-._~+/', 'a=', 'a=='])('%j is a token', (text) => {
  expect(isBearerToken(text)).toBe(true)
})

test.each([
  '',
  '=',
  'a=b',
  'a b',
  ' a',
  'a ',
  'a\n',
  'a\r\nX: 1',
  '"a"',
  'Bearer a',
  'ä',
  'a,b',
  'a\0',
])('%j is none', (text) => {
  expect(isBearerToken(text)).toBe(false)
})
