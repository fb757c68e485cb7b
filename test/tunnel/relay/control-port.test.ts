import { expect, onTestFinished, test } from 'vitest'
import { readFault } from '../../../src/config/parse-fault.ts'
import { systemClock } from '../../../src/system-clock.ts'
import { openControlPort } from '../../../src/tunnel/relay/control/control-port.ts'
import { FAULTS } from '../../../src/tunnel/relay/fault-list.ts'
import { ask, exchangeRaw, openRelay, startApp, type AskOptions } from '../rig.ts'

async function openControl() {
  const { relay, log } = await openRelay()
  const control = await openControlPort({
    port: 0,
    clock: systemClock,
    relay,
    readFault: (name, values) => readFault(name, values, '', FAULTS),
  })
  onTestFinished(() => control.close())
  const port = Number(new URL(control.url).port)
  const askControl = async (options: Partial<AskOptions>) => {
    const { status, body, message } = await ask({ port, host: `127.0.0.1:${port}`, ...options })
    const answer = JSON.parse(body.toString()) as Record<string, unknown>
    return { status, body: answer, headers: message.headers }
  }
  return { relay, log, port, askControl }
}

test('faults are listed, set with values by name, and taken off', async () => {
  const { relay, askControl } = await openControl()
  const before = await askControl({ path: '/faults' })
  expect(before).toMatchObject({ status: 200, body: { faults: [] } })
  expect(before.body['known']).toHaveLength(FAULTS.length)
  const set = await askControl({
    method: 'PUT',
    path: '/faults/latency',
    body: '{"delay":"1s","jitter":5}',
  })
  const latency = { name: 'latency', values: { delay: 1000, jitter: 5 } }
  expect(set).toMatchObject({ status: 200, body: { faults: [latency] } })
  expect(relay.faults.list()).toEqual([latency])
  await askControl({ method: 'PUT', path: '/faults/502' })
  await askControl({ method: 'PUT', path: '/faults/503' })
  const one = await askControl({ method: 'DELETE', path: '/faults/502' })
  expect(one.body['faults']).toMatchObject([{ name: 'latency' }, { name: '503' }])
  const none = await askControl({ method: 'DELETE', path: '/faults' })
  expect(none).toMatchObject({ status: 200, body: { faults: [] } })
})

test('a relay is restarted, and the answer comes when it is back', async () => {
  const { log, askControl } = await openControl()
  const answer = await askControl({ method: 'POST', path: '/restart', body: '{"down":"20ms"}' })
  expect(answer).toMatchObject({ status: 200, body: { restarted: true } })
  expect(log.all).toEqual([{ type: 'restarted', downMs: 20 }])
  await askControl({ method: 'POST', path: '/restart' })
  expect(log.all.at(-1)).toEqual({ type: 'restarted', downMs: 0 })
})

test.each([
  ['PUT', '/faults/latancy', undefined, 404, 'UNKNOWN_FAULT'],
  ['DELETE', '/faults/latancy', undefined, 404, 'UNKNOWN_FAULT'],
  ['PUT', '/faults/latency', '{"delay":"soon"}', 422, 'BAD_FAULT'],
  ['PUT', '/faults/latency', '{"__proto__":1}', 422, 'BAD_FAULT'],
  ['PUT', '/faults/latency', '{"delay":', 400, 'bad_json'],
  ['PUT', '/faults/latency', '[1]', 400, 'not_object'],
  ['PUT', '/faults/latency', 'null', 400, 'not_object'],
  ['PUT', '/faults/latency', ' '.repeat(70_000), 413, 'too_large'],
  ['POST', '/restart', '{"down":-1}', 422, 'BAD_FAULT'],
  ['GET', '/', undefined, 404, 'not_found'],
  ['GET', '/faults/a/b', undefined, 404, 'not_found'],
  ['POST', '/faults', undefined, 405, 'method_not_allowed'],
  ['GET', '/restart', undefined, 405, 'method_not_allowed'],
])('%s %s is refused, and nothing is switched', async (method, path, body, status, error) => {
  const { relay, log, askControl } = await openControl()
  const answer = await askControl({ method, path, ...(body === undefined ? {} : { body }) })
  expect(answer).toMatchObject({ status, body: { error } })
  expect(answer.headers.allow !== undefined).toBe(status === 405)
  expect([relay.faults.list(), log.all]).toEqual([[], []])
})

test.each([
  'evil.com:PORT',
  '127.0.0.1.nip.io:PORT',
  'localhost.:PORT',
  'localhost:1',
  'localhost',
  '0.0.0.0:PORT',
  '127.1:PORT',
  '2130706433:PORT',
  '[::ffff:127.0.0.1]:PORT',
  'localhost:PORT@evil.com',
  'x.loca.lt',
  '[',
  '%zz',
])('a request with the Host %s is 403', async (host) => {
  const { port, askControl } = await openControl()
  const answer = await askControl({ path: '/faults', host: host.replace('PORT', String(port)) })
  expect(answer).toMatchObject({ status: 403, body: { error: 'not_local' } })
})

test.each(['127.0.0.1', 'localhost', '[::1]'])(
  'the Host %s with our port is ours',
  async (name) => {
    const { port, askControl } = await openControl()
    expect(await askControl({ path: '/faults', host: `${name}:${port}` })).toMatchObject({
      status: 200,
    })
  },
)

test.each([
  ['Origin', 'null'],
  ['Origin', 'http://evil.com'],
  ['Origin', ''],
  ['Sec-Fetch-Site', 'cross-site'],
])('a request with %s: %s comes from a page, and is 403', async (name, value) => {
  const { relay, askControl } = await openControl()
  const headers = [name, value]
  const answer = await askControl({ method: 'PUT', path: '/faults/502', headers })
  expect(answer.status).toBe(403)
  expect(relay.faults.list()).toEqual([])
})

test('a request with two Hosts is refused', async () => {
  const { port } = await openControl()
  const host = `Host: localhost:${port}\r\n`
  const text = `GET /faults HTTP/1.1\r\n${host}${host}Connection: close\r\n\r\n`
  expect(await exchangeRaw(port, text)).toMatch(/^HTTP\/1\.1 40[03] /)
})

test('a control port in use is a CliError that names it', async () => {
  const { relay } = await openRelay()
  const { port } = await startApp((_request, response) => void response.end())
  const opening = openControlPort({
    port,
    clock: systemClock,
    relay,
    readFault: (name) => ({ name }),
  })
  await expect(opening).rejects.toMatchObject({
    code: 'PORT_IN_USE',
    exitCode: 3,
    hint: '--control-port 0',
  })
})
