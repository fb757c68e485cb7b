import type { LookupAddress } from 'node:dns'
import { expect, test } from 'vitest'
import { isLocalhostName, lookup } from '../../src/exchange/lookup.ts'

function look(host: string, options: { all?: boolean; family?: number }) {
  return new Promise<{ address: string | LookupAddress[]; family: number | undefined }>(
    (resolve, reject) => {
      lookup(host, options, (error, address, family) =>
        error ? reject(error) : resolve({ address, family }),
      )
    },
  )
}

test('a name under localhost is loopback, whichever way it is asked for', async () => {
  expect(await look('a.localhost', {})).toEqual({ address: '127.0.0.1', family: 4 })
  expect(await look('a.LOCALHOST.', { family: 6 })).toEqual({ address: '::1', family: 6 })
  expect((await look('a.localhost', { all: true })).address).toHaveLength(2)
})

test('any other name is left to the system', async () => {
  expect(await look('127.0.0.1', {})).toEqual({ address: '127.0.0.1', family: 4 })
  await expect(look('nobody.invalid', {})).rejects.toThrow()
  expect(isLocalhostName('localhost')).toBe(false)
  expect(isLocalhostName('a.localhost.evil.com')).toBe(false)
})
