import { expect, test } from 'vitest'
import { ask, connectStock, echo, openRelay, startApp, type AskOptions } from '../../rig.ts'

/** A relay with a client whose app gives bodies back, and a way to ask it. */
async function openTunnel() {
  const { relay, log } = await openRelay({ seed: 7 })
  const app = await startApp(echo)
  const { host } = await connectStock(relay, app.port)
  const askApp = async (options: Partial<AskOptions> = {}) =>
    ask({ port: relay.port, host, method: 'POST', body: 'hello', ...options })
  return { relay, log, askApp }
}

async function statusesOf(askApp: () => Promise<{ status: number }>, count: number) {
  const statuses = []
  for (let index = 0; index < count; index += 1) statuses.push((await askApp()).status)
  return statuses
}

test('502: callers are answered 502', async () => {
  const { relay, log, askApp } = await openTunnel()
  await relay.faults.set('502')
  const answer = await askApp()
  expect([answer.status, answer.body.toString()]).toEqual([502, '{"error":"bad_gateway"}'])
  expect(await log.waitFor(({ type }) => type === 'request')).toMatchObject({ httpStatus: 502 })
  await relay.faults.clear()
  expect((await askApp()).body.toString()).toBe('hello')
})

test('503: callers are answered 503, with Retry-After where it is given', async () => {
  const { relay, askApp } = await openTunnel()
  await relay.faults.set('503')
  expect((await askApp()).message.headers['retry-after']).toBeUndefined()
  await relay.faults.set('503', { retryAfter: 3 })
  const answer = await askApp()
  expect([answer.status, answer.message.headers['retry-after']]).toEqual([503, '3'])
})

test('504: callers are answered 504, as many of them as the share says, the same ones for the same seed', async () => {
  const runs = []
  for (let run = 0; run < 2; run += 1) {
    const { relay, askApp } = await openTunnel()
    await relay.faults.set('504', { share: 0.5 })
    runs.push(await statusesOf(askApp, 20))
  }
  expect(runs[0]).toEqual(runs[1])
  expect(new Set(runs[0])).toEqual(new Set([200, 504]))
})

test('429: callers are answered 429', async () => {
  const { relay, askApp } = await openTunnel()
  await relay.faults.set('429', { retryAfter: 60 })
  const answer = await askApp()
  expect([answer.status, answer.message.headers['retry-after']]).toEqual([429, '60'])
})

test('reminder-page: a browser gets a page; another program, or one with the header, gets the answer', async () => {
  const { relay, askApp } = await openTunnel()
  await relay.faults.set('reminder-page')
  const browser = ['User-Agent', 'Mozilla/5.0 (X11)']
  const page = await askApp({ headers: browser })
  expect([page.status, page.message.headers['content-type']]).toEqual([
    401,
    'text/html; charset=utf-8',
  ])
  expect((await askApp({ headers: [...browser, 'Bypass-Tunnel-Reminder', '1'] })).status).toBe(200)
  expect((await askApp({ headers: ['User-Agent', 'curl/8'] })).status).toBe(200)
  expect((await askApp()).status).toBe(200)
})

test('reset: the connection to the client is reset, and the caller gets 502', async () => {
  const { relay, askApp } = await openTunnel()
  await relay.faults.set('reset')
  const answer = await askApp()
  expect([answer.status, answer.body.toString()]).toEqual([502, '{"error":"tunnel_socket_lost"}'])
})

test('reset: where it says so, the connection of the caller is reset', async () => {
  const { relay, log, askApp } = await openTunnel()
  await relay.faults.set('reset', { where: 'caller' })
  await expect(askApp()).rejects.toMatchObject({ code: 'ECONNRESET' })
  expect(await log.waitFor(({ type }) => type === 'request')).toMatchObject({ httpStatus: null })
  await relay.faults.set('reset', { where: 'caller', share: 0 })
  expect((await askApp()).status).toBe(200)
})
