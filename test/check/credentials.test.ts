import { expect, test } from 'vitest'
import type { Credentials, ProbeRequest } from '../../src/contract/rules/probe.ts'
import { probeTarget } from '../../src/delivery/check/probe-credentials.ts'

const ENDPOINT = {
  url: new URL('https://example.com/hook?a=1'),
  headers: [
    ['X-Shop', 'one'],
    ['Authorization', 'Custom of-the-user'],
  ],
  userAgent: 'test',
  timeoutMs: 1000,
  verifyCertificate: true,
} as const

function target(request: Partial<ProbeRequest>, right: string | null = 'axe') {
  const body = { kind: 'none' } as const
  const made = probeTarget({ label: 'it', body, ...request }, ENDPOINT, { right, expired: 'old' })
  return { url: made.url.href, headers: Object.fromEntries(made.headers) }
}

test.each<[Credentials, string | undefined]>([
  ['right', 'Bearer axe'],
  ['lower-case-scheme', 'bearer axe'],
  ['longer', 'Bearer axe.x'],
  ['other-scheme', 'Basic axe'],
  ['wrong-same-length', 'Bearer aye'],
  ['expired', 'Bearer old'],
  ['basic', `Basic ${Buffer.from('hookstep:axe').toString('base64')}`],
])('credentials "%s" go as %s, in place of the user’s own', (credentials, authorization) => {
  const { url, headers } = target({ credentials })
  expect([url, headers['authorization'], headers['Authorization']]).toEqual([
    'https://example.com/hook?a=1',
    authorization,
    undefined,
  ])
})

test('a wrong token of the same length differs, whatever is in its middle', () => {
  const spoilt = target({ credentials: 'wrong-same-length' }, 'abc').headers['authorization']
  expect(spoilt).toBe('Bearer axc')
})

test('a wrong token is not the right one', () => {
  expect(target({ credentials: 'wrong' }).headers['authorization']).toMatch(/^Bearer (?!axe$)./)
})

test('the token in the query comes beside what is there, and alone', () => {
  const { url, headers } = target({ credentials: 'in-query' })
  expect(url).toBe('https://example.com/hook?a=1&access_token=axe')
  expect(Object.keys(headers).map((name) => name.toLowerCase())).not.toContain('authorization')
})

test('without a token the user’s own credentials stay', () => {
  expect(target({}, null).headers['Authorization']).toBe('Custom of-the-user')
})

test('a spoilt header is missing, or has another value', () => {
  const spoilt = (how: 'missing' | 'wrong') =>
    target({ spoiltHeader: { name: 'x-shop', how } }).headers
  expect(spoilt('missing')).not.toHaveProperty('X-Shop')
  expect(spoilt('wrong')['x-shop']).toMatch(/^(?!one$)./)
})

test('the headers of a probe replace those of the same name, and no body has no media type', () => {
  const body = { kind: 'text', text: '{}' } as const
  expect(target({ body }).headers['content-type']).toBe('application/json')
  expect(target({ body, headers: [['content-type', 'text/x']] }).headers['content-type']).toBe(
    'text/x',
  )
  expect(target({}).headers).not.toHaveProperty('content-type')
})
