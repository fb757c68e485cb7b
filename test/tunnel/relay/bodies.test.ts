import { randomBytes } from 'node:crypto'
import { request as startRequest, type IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import type { FaultValues } from '../../../src/tunnel/relay/fault.ts'
import { connectStock, echo, openRelay, readBytes, startApp } from '../rig.ts'

/** Opens tunnels to an app that gives bodies back. */
async function openTunnels(count: number) {
  const { relay } = await openRelay({ seed: 3 })
  const app = await startApp(echo)
  const clients = Array.from({ length: count }, async () => connectStock(relay, app.port))
  return { relay, hosts: (await Promise.all(clients)).map(({ host }) => host) }
}

/** Sends a body with a length, or chunked in two parts, and gives what came back. */
async function echoed(port: number, host: string, body: Buffer, isChunked: boolean) {
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const length = isChunked ? {} : { 'content-length': String(body.length) }
    const headers = { host, ...length }
    const request = startRequest({ host: '127.0.0.1', port, method: 'POST', agent: false, headers })
    request.once('response', resolve).once('error', reject)
    request.write(body.subarray(0, 10))
    request.end(body.subarray(10))
  })
  return readBytes(answer)
}

/** Tells which bodies did not come back as they went, all of them sent at once. */
async function brokenBodies(port: number, host: string, sizes: readonly number[]) {
  const asked = sizes.flatMap((size) =>
    [true, false].map(async (isChunked) => {
      const body = randomBytes(size)
      const back = await echoed(port, host, body, isChunked)
      return back.equals(body) ? [] : [`${size} ${isChunked ? 'chunked' : 'with a length'}`]
    }),
  )
  return (await Promise.all(asked)).flat()
}

test('bodies come through many tunnels at once, byte for byte, sized and chunked', async () => {
  const { relay, hosts } = await openTunnels(8)
  const sizes = [0, 1, 255, 4096, 65_537, 300_000]
  const broken = await Promise.all(hosts.map(async (host) => brokenBodies(relay.port, host, sizes)))
  expect(broken.flat()).toEqual([])
  expect(relay.clients()).toHaveLength(8)
})

const GENTLE: readonly (readonly [name: string, values: FaultValues])[] = [
  ['latency', { delay: 20, jitter: 20 }],
  ['bandwidth', { rate: 400_000 }],
  ['slice', { size: 1 }],
]

test.each(GENTLE)('bodies come through %s byte for byte (T6)', async (name, values) => {
  const { relay, hosts } = await openTunnels(2)
  await relay.faults.set(name, values)
  const sizes = [0, 1, 255, 4096, 20_000]
  const broken = await Promise.all(hosts.map(async (host) => brokenBodies(relay.port, host, sizes)))
  expect(broken.flat()).toEqual([])
})

test('bodies come through all of them at once, and while they are switched (T6)', async () => {
  const { relay, hosts } = await openTunnels(2)
  for (const [name, values] of GENTLE) await relay.faults.set(name, values)
  const asked = hosts.map(async (host) => brokenBodies(relay.port, host, [1, 4096, 10_000]))
  await relay.faults.clear('slice')
  await relay.faults.set('slice', { size: 100 })
  await relay.faults.clear()
  expect((await Promise.all(asked)).flat()).toEqual([])
})
