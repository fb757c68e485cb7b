import { expect, test } from 'vitest'
import { isLocalHost } from '../../src/exchange/locality.ts'

const { signal } = new AbortController()
const isLocal = async (host: string): Promise<boolean> =>
  isLocalHost(new URL(`http://${host}/`), signal)

test.each([
  '127.0.0.1',
  '127.9.9.9',
  '[::1]',
  '0.0.0.0',
  '[::]',
  'localhost.',
  'localhost',
  'my-app.localhost',
  '10.1.2.3',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '169.254.1.1',
  '[fd00::1]',
  '[fe80::1]',
])('%s is of this machine or of a private network', async (host) => {
  expect(await isLocal(host)).toBe(true)
})

test.each(['172.32.0.1', '11.0.0.1', '192.169.0.1', '8.8.8.8', '[2001:db8::1]', 'no-host.invalid'])(
  '%s is remote',
  async (host) => {
    expect(await isLocal(host)).toBe(false)
  },
)

test('an IPv4 address in the form of an IPv6 one is judged by its own range', async () => {
  expect(await isLocal('[::ffff:10.0.0.1]')).toBe(true)
  expect(await isLocal('[::ffff:8.8.8.8]')).toBe(false)
})

test('where the run has been interrupted no host is remote: nothing is sent any more', async () => {
  expect(await isLocalHost(new URL('http://8.8.8.8/'), AbortSignal.abort())).toBe(true)
})
