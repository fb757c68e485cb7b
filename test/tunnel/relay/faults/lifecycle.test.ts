import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { ask, connectStock, echo, fastClock, openRelay, startApp, until } from '../../rig.ts'

async function register(port: number, name: string): Promise<{ id: string; port: number }> {
  const { body } = await ask({ port, path: `/${name}` })
  return JSON.parse(body.toString()) as { id: string; port: number }
}

/** Connects to a data port and gives the socket once the relay has it. */
async function connectTo(port: number) {
  const socket = connect({ port, host: '127.0.0.1' })
  onTestFinished(() => void socket.destroy())
  await once(socket, 'connect')
  return socket
}

test('refused: public port and data ports refuse, and are back under the same numbers', async () => {
  const { relay } = await openRelay()
  const { port } = await register(relay.port, 'my-name')
  const socket = await connectTo(port)
  await until(() => relay.clients()[0]?.sockets === 1)
  const closed = once(socket, 'close')
  await relay.faults.set('refused')
  await closed
  await expect(ask({ port: relay.port })).rejects.toThrow('ECONNREFUSED')
  await expect(connectTo(port)).rejects.toThrow('ECONNREFUSED')
  await relay.faults.clear()
  expect((await ask({ port: relay.port, path: '/api/status' })).status).toBe(200)
  await connectTo(port)
  await until(() => relay.clients()[0]?.sockets === 1)
})

test('refused: a data port that is opened meanwhile refuses, while the public port answers', async () => {
  const { relay } = await openRelay({ faults: [{ name: 'refused', values: { port: 'data' } }] })
  const { port } = await register(relay.port, 'my-name')
  await expect(connectTo(port)).rejects.toThrow('ECONNREFUSED')
  await relay.faults.clear('refused')
  await connectTo(port)
})

test('refused: with the public port alone, data sockets stay', async () => {
  const { relay } = await openRelay()
  const app = await startApp(echo)
  const { host } = await connectStock(relay, app.port)
  await relay.faults.set('refused', { port: 'public' })
  await expect(ask({ port: relay.port, host })).rejects.toThrow('ECONNREFUSED')
  expect(relay.clients()).toMatchObject([{ sockets: 10 }])
  await relay.faults.clear()
  expect((await ask({ port: relay.port, host })).status).toBe(200)
})

test('restart: one that is set anew is not ended by the one before', async () => {
  const { relay, log } = await openRelay({ clock: fastClock(20) })
  await relay.faults.set('restart', { down: 2000 })
  await relay.faults.set('restart', { down: 6000 })
  await until(() => relay.faults.list().length === 0)
  expect(log.all.slice(-2)).toEqual([
    { type: 'restarted', downMs: 6000 },
    { type: 'fault-off', name: 'restart' },
  ])
})

test('restart: the relay is away, then back at the same port, and its clients are forgotten', async () => {
  const { relay, log } = await openRelay({ clock: fastClock(10) })
  const app = await startApp(echo)
  const { host } = await connectStock(relay, app.port, 'my-name')
  await relay.faults.set('restart', { down: 2000 })
  expect(relay.faults.list()).toEqual([{ name: 'restart', values: { down: 2000 } }])
  await expect(ask({ port: relay.port })).rejects.toThrow('ECONNREFUSED')
  await log.waitFor(({ type }) => type === 'fault-off')
  expect(log.all.slice(-3)).toEqual([
    { type: 'fault-on', name: 'restart', values: { down: 2000 } },
    { type: 'restarted', downMs: 2000 },
    { type: 'fault-off', name: 'restart' },
  ])
  expect(relay.clients()).toEqual([])
  expect((await ask({ port: relay.port, host })).status).toBe(404)
  expect((await connectStock(relay, app.port, 'my-name')).id).toBe('my-name')
})

test('restart: a registration under way does not hold its name', async () => {
  const { relay } = await openRelay()
  const asked = register(relay.port, 'my-name').catch(() => undefined)
  await relay.restart()
  await asked
  await relay.restart()
  expect((await register(relay.port, 'my-name')).id).toBe('my-name')
})

test('a relay that is closed while it is away stays away', async () => {
  const { relay, log } = await openRelay()
  const back = relay.restart(60_000)
  await relay.close()
  await back
  await expect(ask({ port: relay.port })).rejects.toThrow('ECONNREFUSED')
  expect(log.all).toEqual([])
})
