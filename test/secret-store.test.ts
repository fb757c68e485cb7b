import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createSecretStore, redacted } from '../src/secret-store.ts'

const CANARY = 'canary-S3/CR3T+x y"z<&>é'

test.each([
  ['as it is', CANARY],
  ['in a URL', encodeURIComponent(CANARY)],
  [
    'in a URL, in small letters',
    encodeURIComponent(CANARY).toLowerCase().replace('canary-s3%2fcr3t', 'canary-S3%2fCR3T'),
  ],
  ['in a form', new URLSearchParams([['', CANARY]]).toString().slice(1)],
  ['in JSON', JSON.stringify(CANARY).slice(1, -1)],
  [
    'in the JSON of PHP',
    JSON.stringify(CANARY).slice(1, -1).replace('/', '\\/').replace('é', '\\u00e9'),
  ],
  [
    'in JSON for HTML',
    JSON.stringify(CANARY)
      .slice(1, -1)
      .replaceAll(/[<>&]/g, (each) => `\\u00${each.charCodeAt(0).toString(16)}`),
  ],
  [
    'in HTML',
    CANARY.replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replaceAll('/', '&#x2F;')
      .replaceAll('+', '&#43;'),
  ],
  ['in base64', Buffer.from(CANARY).toString('base64')],
  ['in base64 for URLs', Buffer.from(CANARY).toString('base64url')],
  ['over two lines', `${CANARY.slice(0, 9)}\n    ${CANARY.slice(9)}`],
  ['over two coloured lines', `${CANARY.slice(0, 9)}\u001b[39m\n  \u001b[33m${CANARY.slice(9)}`],
])('a secret is found %s', (_, form) => {
  const { add, redact } = createSecretStore()
  add(CANARY)
  expect(redact(`before ${form} after`)).toBe('before … after')
})

test('any secret is found in what the usual encoders make of it', () => {
  fc.assert(
    fc.property(
      fc
        .string({ unit: 'grapheme-ascii', minLength: 12, maxLength: 40 })
        .filter((text) => text.trim().length >= 12),
      (secret) => {
        const { add, redact } = createSecretStore()
        add(secret)
        for (const form of [
          secret,
          encodeURIComponent(secret),
          JSON.stringify(secret).slice(1, -1),
          Buffer.from(secret).toString('base64'),
        ]) {
          expect(redact(form).length).toBeLessThan(secret.length)
        }
      },
    ),
  )
})

test('the parts of a header value are secrets too, short ones as well', () => {
  const { add, redact } = createSecretStore()
  add('Basic dXNlcjpwYXNzd29yZA==')
  add('sid=abc123; theme=dark')
  expect(redact('x dXNlcjpwYXNzd29yZA y')).not.toContain('dXNl')
  expect(redact('abc123')).toBe('…')
  expect(redact('dark')).toBe('dark')
})

test('what is too short to search for is left alone', () => {
  const { add, redact } = createSecretStore()
  add('1')
  add('')
  expect(redact('{"attempt":1}')).toBe('{"attempt":1}')
})

test('a secret within a longer one goes as a whole', () => {
  const { add, redact } = createSecretStore()
  add('secret')
  add('secret-and-longer')
  expect(redact('secret-and-longer, secret')).toBe('…nger, …')
})

test.each([
  ['abcdefghijkl', '…ijkl'],
  ['abcdefghijk', '…'],
  ['abcdefghi"jk', '…'],
  ['Token shorty7', '…'],
  ['Bearer abcdefghijkl', '…ijkl'],
  ['sid=abcdefghijkl', '…ijkl'],
  ['Basic dXNlcjpwYXNzd29yZA==', '…'],
])('of %s is shown %s', (secret, shown) => {
  expect(redacted(secret)).toBe(shown)
})
