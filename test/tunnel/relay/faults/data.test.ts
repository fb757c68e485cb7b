import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { request as startRequest } from 'node:http'
import { connect, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import type { Clock } from '../../../../src/context.ts'
import { systemClock } from '../../../../src/system-clock.ts'
import { ask, connectStock, echo, openRelay, startApp, until, type AskOptions } from '../../rig.ts'

/** A clock that notes every wait and lets none take long. */
function notingClock(): { clock: Clock; waits: number[] } {
  const waits: number[] = []
  const sleep: Clock['sleep'] = async (ms, signal) => {
    // The relay's own wait for a client that never connects is not one of them.
    if (ms >= 30_000) return systemClock.sleep(ms, signal)
    waits.push(ms)
    signal?.throwIfAborted()
  }
  return { clock: { ...systemClock, monotonicMs: () => 0, sleep }, waits }
}

/** A relay with a client whose app gives bodies back, and a way to ask it. */
async function openTunnel(clock: Clock = systemClock) {
  const { relay, log } = await openRelay({ seed: 7, clock })
  const app = await startApp(echo)
  const { host } = await connectStock(relay, app.port)
  const askApp = async (options: Partial<AskOptions> = {}) =>
    ask({ port: relay.port, host, method: 'POST', body: 'hello', ...options })
  return { relay, log, askApp, host }
}

/** Starts a request that may never be answered. */
function startAsking(port: number, host: string) {
  let answered = false
  const request = startRequest({ port, host: '127.0.0.1', headers: { host }, agent: false })
  request.on('response', (answer) => {
    answered = true
    answer.resume()
  })
  request.on('error', () => undefined).end()
  onTestFinished(() => void request.destroy())
  return { isAnswered: () => answered }
}

test('latency: what callers send waits, more or less long by chance, the same for the same seed', async () => {
  const runs = []
  for (let run = 0; run < 2; run += 1) {
    const { clock, waits } = notingClock()
    const { relay, askApp } = await openTunnel(clock)
    await relay.faults.set('latency', { delay: 200, jitter: 50 })
    waits.length = 0
    for (let index = 0; index < 20; index += 1) expect((await askApp()).status).toBe(200)
    runs.push(waits.filter((ms) => ms < 1000))
  }
  expect(runs[0]?.length).toBeGreaterThanOrEqual(20)
  expect(runs[0]?.slice(0, 20)).toEqual(runs[1]?.slice(0, 20))
  expect(runs[0]?.every((ms) => ms >= 150 && ms <= 250)).toBe(true)
  expect(new Set(runs[0]).size).toBeGreaterThan(10)
})

test('latency: what waits goes on at once when the fault is off', async () => {
  const { relay, askApp } = await openTunnel()
  await relay.faults.set('latency', { delay: 3_600_000, jitter: 0 })
  const asked = askApp()
  await until(() => relay.clients()[0]?.sockets === 10)
  await relay.faults.clear('latency')
  expect((await asked).body.toString()).toBe('hello')
})

test('bandwidth: the waits add up to what the bytes take, and bodies stay whole', async () => {
  const { clock, waits } = notingClock()
  const { relay, askApp } = await openTunnel(clock)
  await relay.faults.set('bandwidth', { rate: 1000 })
  waits.length = 0
  const body = randomBytes(5000)
  const answer = await askApp({ body })
  expect(answer.body.equals(body)).toBe(true)
  const sumMs = waits.filter((ms) => ms <= 100).reduce((sum, ms) => sum + ms, 0)
  expect(sumMs).toBeGreaterThan(10_000)
  expect(sumMs).toBeLessThan(11_500)
})

test('slice: bodies arrive in pieces, and whole', async () => {
  const { relay, askApp } = await openTunnel()
  await relay.faults.set('slice')
  const body = randomBytes(3000)
  expect((await askApp({ body })).body.equals(body)).toBe(true)
  await relay.faults.set('slice', { size: 1000 })
  const large = randomBytes(1_000_000)
  expect((await askApp({ body: large })).body.equals(large)).toBe(true)
})

test('slice: between two pieces there is the gap', async () => {
  const { clock, waits } = notingClock()
  const { relay, askApp } = await openTunnel(clock)
  await relay.faults.set('slice', { size: 10, gap: 7 })
  await askApp({ body: randomBytes(200) })
  expect(waits.filter((ms) => ms === 7).length).toBeGreaterThan(40)
})

test('cut-after: a socket is closed after so many bytes, and the caller gets no whole answer', async () => {
  const { relay } = await openRelay()
  const app = await startApp((request, response) => {
    request.resume()
    response.end(request.url === '/large' ? Buffer.alloc(5000) : 'small')
  })
  const { host } = await connectStock(relay, app.port)
  const to = { port: relay.port, host }
  await relay.faults.set('cut-after', { bytes: 1000 })
  expect((await ask(to)).body.toString()).toBe('small')
  await expect(ask({ ...to, path: '/large' })).rejects.toThrow('aborted')
  expect((await ask({ ...to, method: 'POST', body: randomBytes(5000) })).status).toBe(502)
  await relay.faults.clear()
  await until(() => relay.clients()[0]?.sockets === 10)
  expect((await ask({ ...to, path: '/large' })).body.length).toBe(5000)
})

test('slow-close: a client hears late that the relay has closed a socket, and at once when the fault is off', async () => {
  const { clock, waits } = notingClock()
  const { relay, askApp } = await openTunnel(clock)
  await relay.faults.set('slow-close', { delay: 3000 })
  waits.length = 0
  expect((await askApp({ headers: ['Connection', 'close'] })).body.toString()).toBe('hello')
  await until(() => waits.includes(3000))
  await relay.faults.clear()
  waits.length = 0
  expect((await askApp({ headers: ['Connection', 'close'] })).body.toString()).toBe('hello')
  expect(waits).not.toContain(3000)
})

test('slow-close: the relay keeps a socket that its client has closed, until the time is over', async () => {
  const { relay } = await openRelay()
  const { body } = await ask({ port: relay.port, path: '/my-name' })
  const { port } = JSON.parse(body.toString()) as { port: number }
  const sockets = [1, 2].map(() => connect({ port, host: '127.0.0.1' }))
  await until(() => relay.clients()[0]?.sockets === 2)
  await relay.faults.set('slow-close', { delay: 3_600_000 })
  const [first, second] = sockets
  const closed = once(first as Socket, 'close')
  first?.end()
  await closed
  // A socket that connects later is in the pool: the end of the first one has come before it.
  const third = connect({ port, host: '127.0.0.1' })
  await until(() => relay.clients()[0]?.sockets === 3)
  await relay.faults.clear()
  await until(() => relay.clients()[0]?.sockets === 2)
  for (const socket of [second, third]) socket?.destroy()
})

test('lost-sockets: all of them are reset, and the fault is over', async () => {
  const { relay, log } = await openTunnel()
  await relay.faults.set('lost-sockets')
  await log.waitFor(({ type }) => type === 'fault-off')
  expect(relay.faults.list()).toEqual([])
  await until(() => relay.clients().every(({ sockets }) => sockets === 10))
})

test('lost-sockets: one of them is reset', async () => {
  const { relay } = await openRelay({ seed: 7 })
  const { body } = await ask({ port: relay.port, path: '/my-name' })
  const { port } = JSON.parse(body.toString()) as { port: number }
  const reasons: string[] = []
  for (let index = 0; index < 5; index += 1) {
    const socket = connect({ port, host: '127.0.0.1' })
    socket.on('error', (error: NodeJS.ErrnoException) => void reasons.push(String(error.code)))
    onTestFinished(() => void socket.destroy())
  }
  await until(() => relay.clients()[0]?.sockets === 5)
  await relay.faults.set('lost-sockets', { which: 'one' })
  await until(() => relay.clients()[0]?.sockets === 4)
  await until(() => reasons.length === 1)
  expect(reasons).toEqual(['ECONNRESET'])
})

test('half-open: where it says so, the sockets of now go silent, also when the fault is off, and those that come later work', async () => {
  const { relay, host, log } = await openTunnel()
  await relay.faults.set('half-open', { which: 'present' })
  const { isAnswered } = startAsking(relay.port, host)
  const app = await startApp(echo)
  const other = await connectStock(relay, app.port)
  expect((await ask({ port: relay.port, host: other.host })).status).toBe(200)
  await relay.faults.clear()
  expect((await ask({ port: relay.port, host: other.host })).status).toBe(200)
  expect([isAnswered(), relay.clients()[0]?.sockets]).toEqual([false, 10])
  expect(log.all.filter((event) => event.type === 'request' && event.host === host)).toEqual([])
})

test('half-open: sockets that connect meanwhile are silent, too, and stay so', async () => {
  const { relay } = await openTunnel()
  await relay.faults.set('half-open')
  const app = await startApp(echo)
  const silent = await connectStock(relay, app.port)
  const { isAnswered } = startAsking(relay.port, silent.host)
  await relay.faults.clear()
  const other = await connectStock(relay, app.port)
  expect((await ask({ port: relay.port, host: other.host })).status).toBe(200)
  expect(isAnswered()).toBe(false)
})

test('half-open: one of them goes silent, and the others work', async () => {
  const { relay, host, askApp } = await openTunnel()
  await relay.faults.set('half-open', { which: 'one' })
  const ten = Array.from({ length: 10 }, () => startAsking(relay.port, host))
  await until(() => ten.filter(({ isAnswered }) => isAnswered()).length === 9)
  expect((await askApp()).status).toBe(200)
  expect(ten.filter(({ isAnswered }) => isAnswered())).toHaveLength(9)
})

test('several faults chain: every one does its part', async () => {
  const { clock, waits } = notingClock()
  const { relay, askApp } = await openTunnel(clock)
  await relay.faults.set('latency', { delay: 200, jitter: 0 })
  await relay.faults.set('slice', { size: 10, gap: 7 })
  expect(relay.faults.list().map(({ name }) => name)).toEqual(['latency', 'slice'])
  waits.length = 0
  const body = randomBytes(300)
  expect((await askApp({ body })).body.equals(body)).toBe(true)
  expect(waits).toContain(200)
  expect(waits.filter((ms) => ms === 7).length).toBeGreaterThan(40)
})

test('a fault or a parameter that does not exist is an error, and nothing is switched', async () => {
  const { relay } = await openRelay()
  await expect(relay.faults.set('lateness')).rejects.toThrow('there is no fault "lateness"')
  await expect(relay.faults.clear('lateness')).rejects.toThrow('there is no fault "lateness"')
  await expect(relay.faults.set('latency', { delai: 1 })).rejects.toThrow('no parameter delai')
  expect(relay.faults.list()).toEqual([])
})
