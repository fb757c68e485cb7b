import { expect, test } from 'vitest'
import { hostOf, isName, isRootHost, pickName } from '../../../src/tunnel/relay/names.ts'

const zeros = { bytes: (count: number) => new Uint8Array(count) }

test('a random name is one that a client may ask for', () => {
  const name = pickName(zeros, () => false)
  expect(name).toBe('bold-badger-0')
  expect(isName(name)).toBe(true)
})

test('a random name is found even where every plausible one is taken', () => {
  expect(pickName(zeros, () => true)).toBe('0'.repeat(24))
})

test.each([
  ['Name.LOCALHOST:80', 'name.localhost'],
  ['name', 'name'],
  ['[::1]:80', '::1'],
  ['127.0.0.1', '127.0.0.1'],
  ['', ''],
])('the host of the header %j is %j', (header, host) => {
  expect(hostOf(header)).toBe(host)
})

test.each([
  ['localhost', true],
  ['127.0.0.1', true],
  ['::1', true],
  ['', true],
  ['bound', true],
  ['a.localhost', false],
  ['localhost.evil.com', false],
])('the host %j is the relay itself: %j', (host, isRoot) => {
  expect(isRootHost(host, 'bound')).toBe(isRoot)
})
