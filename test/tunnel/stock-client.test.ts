import { once } from 'node:events'
import type { Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../src/system-clock.ts'
import { StockClient } from '../../src/tunnel/stock-client.ts'
import { createLog, listenTcp, until } from './rig.ts'

const COUNT = 3
/** The wait before a socket that carried nothing is replaced, or one that was refused. */
const WAIT_MS = 500

/** The stock client at a data port, with as many sockets as it was granted. */
async function openClient() {
  const accepted = createLog<Socket>()
  const data = await listenTcp(accepted.note)
  const gate = await listenTcp((socket) => void socket.resume())
  const lost: string[] = []
  let waits = 0
  const sleep: typeof systemClock.sleep = async (ms, signal) => {
    if (ms === WAIT_MS) waits += 1
    await systemClock.sleep(ms, signal)
  }
  const { port } = data
  const grant = { id: 'a', ip: '127.0.0.1', port, url: 'http://a.localhost', sockets: COUNT }
  const client = new StockClient({
    relayUrl: 'http://127.0.0.1:1',
    gatePort: gate.port,
    grant,
    clock: { ...systemClock, sleep },
    connectTimeoutMs: 5000,
    onLost: (detail) => void lost.push(detail),
  })
  onTestFinished(async () => client.dispose())
  client.open(() => undefined)
  await until(() => accepted.all.length === COUNT)
  const live = (): readonly Socket[] => accepted.all.filter((socket) => !socket.destroyed)
  return { data, lost, live, waits: () => waits }
}

/** It takes no more connections; those that it has stay. */
async function refuseNewOnes({ server }: { server: { close: () => unknown } }): Promise<void> {
  server.close()
  await new Promise(setImmediate)
}

test('a data port that refuses one socket while others are connected does not end the tunnel (T5)', async () => {
  const { data, lost, live, waits } = await openClient()
  await refuseNewOnes(data)
  const [first, ...others] = live()
  first?.resetAndDestroy()
  // The second wait is for the try that was refused.
  await until(() => waits() === 2)
  data.server.listen(data.port, '127.0.0.1')
  await once(data.server, 'listening')
  await until(() => live().length === COUNT)
  expect(lost).toEqual([])
  expect(others.map(({ destroyed }) => destroyed)).toEqual([false, false])
})

test('a data port that refuses every socket ends the tunnel, once no other is connected (T5)', async () => {
  const { data, lost, live } = await openClient()
  await refuseNewOnes(data)
  for (const socket of live()) socket.resetAndDestroy()
  await until(() => lost.length > 0)
  expect(lost[0]).toMatch(/^the data port could not be reached: .*ECONNREFUSED/)
})
