import { expect, test } from 'vitest'
import { ask, connectStock, echo, fastClock, openRelay, startApp, until } from '../../rig.ts'

async function register(port: number, name = '?new') {
  const { status, body } = await ask({ port, path: `/${name}` })
  return { status, text: body.toString() }
}

async function registeredName(port: number, name: string): Promise<string> {
  return (JSON.parse((await register(port, name)).text) as { id: string }).id
}

test('register-403: a registration is refused with a reason, and given when the fault is off', async () => {
  const { relay } = await openRelay({ faults: [{ name: 'register-403' }] })
  const { status, text } = await register(relay.port)
  expect(status).toBe(403)
  expect(JSON.parse(text)).toHaveProperty('message')
  await relay.faults.clear('register-403')
  expect((await register(relay.port)).status).toBe(200)
})

test('register-500: a registration is answered 500; callers and status are not concerned', async () => {
  const { relay } = await openRelay()
  const app = await startApp(echo)
  const { host } = await connectStock(relay, app.port)
  await relay.faults.set('register-500')
  expect((await register(relay.port)).status).toBe(500)
  expect((await ask({ port: relay.port, host })).status).toBe(200)
  expect((await ask({ port: relay.port, path: '/api/status' })).status).toBe(200)
})

test('register-hang: a registration is never answered, and closing the relay ends it', async () => {
  const { relay } = await openRelay({ faults: [{ name: 'register-hang' }] })
  let outcome: unknown = 'none'
  const hanging = register(relay.port).catch((error: unknown) => {
    outcome = error
  })
  // Another request that came later is answered: the first one would have been.
  expect((await ask({ port: relay.port, path: '/api/status' })).status).toBe(200)
  expect(outcome).toBe('none')
  await relay.close()
  await hanging
  expect(outcome).toBeInstanceOf(Error)
})

test('bad-json: a registration is answered with what no client can use', async () => {
  const { relay } = await openRelay()
  await relay.faults.set('bad-json')
  const { status, text } = await register(relay.port)
  expect(status).toBe(200)
  expect(() => JSON.parse(text) as unknown).toThrow('JSON')
  const ports = []
  for (const form of ['no-port', 'port-0', 'port-70000']) {
    await relay.faults.set('bad-json', { form })
    const answer = JSON.parse((await register(relay.port)).text) as { id: string; port?: number }
    expect(answer.id).toBe('some-name')
    ports.push(answer.port)
  }
  expect(ports).toEqual([undefined, 0, 70_000])
  await relay.faults.set('bad-json', { form: 'html' })
  expect((await register(relay.port)).text).toMatch(/^<!doctype html>/)
})

test('name-taken: a name that is asked for is not given, again and again', async () => {
  const { relay, log } = await openRelay({ faults: [{ name: 'name-taken' }] })
  const given = [
    await registeredName(relay.port, 'my-name'),
    await registeredName(relay.port, 'my-name'),
  ]
  expect(given).not.toContain('my-name')
  const refused = log.all.filter(({ type }) => type === 'name-refused')
  expect(refused).toMatchObject([{ name: 'my-name', reason: 'taken' }, { name: 'my-name' }])
  await relay.faults.clear()
  expect(await registeredName(relay.port, 'my-name')).toBe('my-name')
})

test('url-change: the names of now are lost at the next registration, and somebody else answers there', async () => {
  const { relay, log } = await openRelay({ clock: fastClock(10) })
  const app = await startApp((_request, response) => void response.end('mine'))
  const client = await connectStock(relay, app.port, 'my-name')
  await relay.faults.set('url-change')
  expect((await ask({ port: relay.port, host: client.host })).body.toString()).toBe('mine')
  client.close()
  await log.waitFor(({ type }) => type === 'client-gone')
  const next = await connectStock(relay, app.port, 'my-name')
  expect(next.id).not.toBe('my-name')
  const old = await ask({ port: relay.port, host: client.host, method: 'POST', body: 'x' })
  expect([old.status, old.body.toString()]).toEqual([
    200,
    expect.stringContaining('somebody else') as string,
  ])
  next.close()
  await until(() => relay.clients().length === 0)
  expect((await connectStock(relay, app.port, next.id)).id).toBe(next.id)
})
