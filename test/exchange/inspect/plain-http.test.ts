import { expect, test } from 'vitest'
import { plainUrl } from '../../../src/exchange/inspect/plain-http.ts'

test.each([
  ['https://example.com/a', 'http://example.com/a'],
  ['https://example.com:443/a', 'http://example.com/a'],
  ['https://example.com:80/a', 'http://example.com/a'],
  ['https://example.com:8443/a?key=s', 'http://example.com:8443/a'],
  ['https://u:p@example.com//elsewhere/a#s', 'http://example.com//elsewhere/a'],
  ['https://[::1]/', 'http://[::1]/'],
])('plain http for %s is asked at %s', (url, plain) => {
  expect(plainUrl(new URL(url)).href).toBe(plain)
})
