import { expect, test } from 'vitest'
import { requestHeaders, type Endpoint } from '../../src/delivery/endpoint.ts'

function headersOf(
  more: Partial<Endpoint>,
  token: string | null = null,
  recorded: Endpoint['headers'] | null = null,
) {
  const endpoint = {
    url: new URL('http://127.0.0.1/'),
    headers: [],
    userAgent: 'hookstep/1',
    timeoutMs: 1,
    verifyCertificate: true,
    ...more,
  }
  return requestHeaders(endpoint, token, recorded)
}

test('a notification carries its media type, no accepted encoding, and who sends it', () => {
  expect(headersOf({})).toEqual([
    ['content-type', 'application/json'],
    ['accept-encoding', 'identity'],
    ['user-agent', 'hookstep/1'],
  ])
})

test('a token becomes a bearer', () => {
  expect(headersOf({}, 't')).toContainEqual(['authorization', 'Bearer t'])
})

test('a custom header replaces ours of the same name, and a repeated one stays repeated', () => {
  const headers = [
    ['Content-Type', 'text/plain'],
    ['X-A', '1'],
    ['X-A', '2'],
  ] as const
  expect(headersOf({ headers })).toEqual([
    ['accept-encoding', 'identity'],
    ['user-agent', 'hookstep/1'],
    ...headers,
  ])
})

test.each([
  ['https://x.loca.lt/', true],
  ['https://x.localtunnel.me/', true],
  ['https://loca.lt.evil.com/', false],
  ['https://myloca.lt/', false],
])('%s gets the header that skips the reminder page: %s', (url, expected) => {
  const names = headersOf({ url: new URL(url) }).map(([name]) => name)
  expect(names.includes('bypass-tunnel-reminder')).toBe(expected)
})

test('a recorded notification goes with its own headers, and no media type is made up for it', () => {
  const recorded = [
    ['User-Agent', 'vendor/2'],
    ['X-A', '1'],
    ['X-A', '2'],
  ] as const
  expect(headersOf({}, null, recorded)).toEqual([...recorded, ['accept-encoding', 'identity']])
  expect(headersOf({}, null, [])).toEqual([
    ['accept-encoding', 'identity'],
    ['user-agent', 'hookstep/1'],
  ])
})

test('the token and the custom headers go before recorded ones of the same name', () => {
  const recorded = [
    ['AUTHORIZATION', 'Bearer theirs'],
    ['X-A', '1'],
    ['x-a', '2'],
    ['Accept-Encoding', 'gzip'],
  ] as const
  expect(headersOf({ headers: [['X-a', 'mine']] }, 't', recorded)).toEqual([
    ['accept-encoding', 'identity'],
    ['user-agent', 'hookstep/1'],
    ['authorization', 'Bearer t'],
    ['X-a', 'mine'],
  ])
})
