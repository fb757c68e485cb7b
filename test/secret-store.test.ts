import { expect, test } from 'vitest'
import { createSecretStore, redacted } from '../src/secret-store.ts'

const CANARY = 'canary-S3CR3T/x+ y"z'

test('a secret is found in every form that it may take', () => {
  const { add, redact } = createSecretStore()
  add(CANARY)
  for (const form of [
    CANARY,
    encodeURIComponent(CANARY),
    'canary-S3CR3T%2Fx%2B+y%22z',
    JSON.stringify(CANARY),
    Buffer.from(CANARY).toString('base64'),
  ]) {
    expect(redact(`before ${form} after`)).toMatch(/^before "?…"? after$/)
  }
})

test('the parts of a header value are secrets too', () => {
  const { add, redact } = createSecretStore()
  add('Basic dXNlcjpwYXNzd29yZA==')
  add('session=abcdef123456; theme=dark')
  expect(redact('x dXNlcjpwYXNzd29yZA y')).toBe('x …ZA== y')
  expect(redact('abcdef123456')).not.toContain('abcdef')
  expect(redact('dark')).toBe('dark')
})

test('what is too short to search for is left alone', () => {
  const { add, redact } = createSecretStore()
  add('1')
  expect(redact('{"attempt":1}')).toBe('{"attempt":1}')
})

test('a secret within a longer one goes as a whole', () => {
  const { add, redact } = createSecretStore()
  add('secret')
  add('secret-and-longer')
  expect(redact('secret-and-longer, secret')).toBe('…nger, …')
})

test('four characters at most are shown, and none of a short secret or of one that would break JSON', () => {
  expect([redacted('abcdefghijkl'), redacted('abcdefghijk'), redacted('abcdefghi"jk')]).toEqual([
    '…ijkl',
    '…',
    '…',
  ])
})
