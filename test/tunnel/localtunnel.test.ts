import { createServer } from 'node:http'
import { connect } from 'node:net'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { Clock } from '../../src/context.ts'
import { openLocaltunnel } from '../../src/tunnel/localtunnel.ts'
import type { Timings } from '../../src/tunnel/timings.ts'
import { openTunnel } from '../../src/tunnel/open-tunnel.ts'
import { openSimulatedTunnel } from '../../src/tunnel/simulated.ts'
import {
  ask,
  askPublic,
  connectStock,
  createLog,
  echo,
  fastClock,
  keep,
  listenTcp,
  openRelay,
  startApp,
  tunnelRig,
  until,
  type RelayRig,
} from './rig.ts'
import { createSteppingClock } from './stepping-clock.ts'
import { steadyMs } from '../helpers/steady-clock.ts'

const clock = fastClock(10)

/** Moves by the waits between two tries only. */
const retrySteps = (): Clock => createSteppingClock([1000, 2000, 4000])

/** Counts what this process still holds open. */
function countHandles(): number {
  return process.getActiveResourcesInfo().filter((name) => /TCP|Timeout/.test(name)).length
}

/** A relay whose registration the test answers. */
async function startFakeRelay(
  answer: Parameters<typeof startApp>[0],
): Promise<{ url: string; port: number }> {
  const { port } = await startApp(answer)
  return { url: `http://127.0.0.1:${port}`, port }
}

const GOOD = { id: 'some-name', port: 1, max_conn_count: 10, url: 'http://some-name.localhost' }

test('a tunnel is up when a probe has come through its public URL', async () => {
  const { relay } = await openRelay()
  const app = await startApp(echo)
  const { options, log } = tunnelRig({ localPort: app.port, relayUrl: relay.url })
  const tunnel = await keep(openLocaltunnel(options))
  expect(log.all.map(({ state }) => state)).toEqual(['opening', 'up'])
  expect(log.all[1]?.publicUrl).toBe(tunnel.publicUrl)
  await until(() => relay.clients()[0]?.sockets === 10)
  const body = Buffer.from([0xff, 0xfe, 0x80, 0x41])
  const answer = await askPublic(tunnel.publicUrl, { method: 'POST', body })
  expect(answer.body.equals(body)).toBe(true)
})

test('a tunnel is not up before its probe is satisfied', async () => {
  const { relay } = await openRelay()
  const app = await startApp(echo)
  const outcomes = [
    async () => ({ ok: false, detail: 'somebody else' }),
    async () => Promise.reject(new Error('ENOTFOUND')),
    async () => ({ ok: true, detail: 'ours' }),
  ]
  const probe = vi.fn<() => Promise<{ ok: boolean; detail: string }>>()
  for (const outcome of outcomes) probe.mockImplementationOnce(outcome)
  const { options, log } = tunnelRig({ localPort: app.port, relayUrl: relay.url, probe })
  await keep(openLocaltunnel(options))
  expect(probe).toHaveBeenCalledTimes(3)
  expect(log.all.map(({ state }) => state)).toEqual(['opening', 'up'])
})

test('a tunnel whose probe never succeeds is a CliError with the last reason', async () => {
  const { relay } = await openRelay()
  const app = await startApp(echo)
  const { options } = tunnelRig({
    localPort: app.port,
    relayUrl: relay.url,
    probe: async () => ({ ok: false, detail: 'HTTP 401' }),
    openTimeoutMs: 2500,
    clock: createSteppingClock([1000]),
  })
  await expect(openLocaltunnel(options)).rejects.toMatchObject({
    code: 'TUNNEL_UNAVAILABLE',
    exitCode: 3,
    message: expect.stringMatching(/within 2.5 s: .*HTTP 401/) as string,
  })
  await until(() => relay.clients().every(({ sockets }) => sockets === 0))
})

test('a probe that never settles does not outlive the deadline', async () => {
  const { relay } = await openRelay()
  const app = await startApp(echo)
  const { options } = tunnelRig({
    localPort: app.port,
    relayUrl: relay.url,
    probe: async () => new Promise(() => undefined),
    openTimeoutMs: 1500,
  })
  await expect(openLocaltunnel(options)).rejects.toMatchObject({ code: 'TUNNEL_UNAVAILABLE' })
})

test('a registration answered 403 is a CliError at once, with the relay words cut short (T1)', async () => {
  let count = 0
  const fake = await startFakeRelay((_request, response) => {
    count += 1
    response.writeHead(403).end(JSON.stringify({ message: `no such ${'x'.repeat(5000)}` }))
  })
  const { options } = tunnelRig({ localPort: 1, relayUrl: fake.url })
  await expect(openLocaltunnel(options)).rejects.toMatchObject({
    code: 'TUNNEL_REFUSED',
    exitCode: 3,
    message: expect.stringMatching(/: no such x{192}…$/) as string,
  })
  expect(count).toBe(1)
})

test('a registration answered 403 without a word says so (T1)', async () => {
  const fake = await startFakeRelay((_request, response) => void response.writeHead(403).end())
  const { options } = tunnelRig({ localPort: 1, relayUrl: fake.url })
  await expect(openLocaltunnel(options)).rejects.toThrow('403')
})

test.each([
  ['status 500', 500, '', /answered 500/],
  ['a redirect', 302, '', /answered 302/],
  ['HTML', 200, '<html>', /not JSON/],
  ['cut JSON', 200, '{"id":', /not JSON/],
  ['JSON that is no object', 200, '7', /not an object/],
  ['more than 64 KiB', 200, 'x'.repeat(70_000), /64 KiB/],
  ['no id', 200, JSON.stringify({ ...GOOD, id: undefined }), /"id"/],
  ['an id with control characters', 200, JSON.stringify({ ...GOOD, id: 'a\u001b' }), /"id"/],
  ['no port', 200, JSON.stringify({ ...GOOD, port: undefined }), /"port"/],
  ['port 0', 200, JSON.stringify({ ...GOOD, port: 0 }), /"port"/],
  ['port 70000', 200, JSON.stringify({ ...GOOD, port: 70_000 }), /"port"/],
  ['port "80"', 200, JSON.stringify({ ...GOOD, port: '80' }), /"port"/],
  ['no url', 200, JSON.stringify({ ...GOOD, url: undefined }), /"url"/],
  ['an ftp url', 200, JSON.stringify({ ...GOOD, url: 'ftp://a' }), /"url"/],
  ['a data port that refuses', 200, JSON.stringify(GOOD), /ECONNREFUSED/],
])(
  'a registration answered with %s is tried again until the deadline (T1)',
  async (_name, status, body, reason) => {
    let count = 0
    const fake = await startFakeRelay((_request, response) => {
      count += 1
      response.writeHead(status, { location: '/elsewhere' }).end(body)
    })
    const { options } = tunnelRig({
      localPort: 1,
      relayUrl: fake.url,
      openTimeoutMs: 3500,
      clock: retrySteps(),
    })
    await expect(openLocaltunnel(options)).rejects.toMatchObject({
      code: 'TUNNEL_UNAVAILABLE',
      exitCode: 3,
      message: expect.stringMatching(reason) as string,
      hint: expect.stringMatching(/--tunnel none.*--tunnel simulated.*hookstep relay/) as string,
    })
    expect(count).toBe(3)
  },
)

test('a relay that is down is a CliError after the deadline (T1)', async () => {
  const app = await startApp(echo)
  await app.close()
  const relayUrl = `http://127.0.0.1:${app.port}/`
  const { options } = tunnelRig({
    localPort: 1,
    relayUrl,
    openTimeoutMs: 1500,
    clock: retrySteps(),
  })
  await expect(openLocaltunnel(options)).rejects.toThrow(/ECONNREFUSED/)
})

test('an https relay that speaks no TLS is a CliError after the deadline (T1)', async () => {
  const fake = await startFakeRelay(echo)
  const relayUrl = `https://127.0.0.1:${fake.port}`
  const { options } = tunnelRig({ localPort: 1, relayUrl, openTimeoutMs: 500 })
  await expect(openLocaltunnel(options)).rejects.toMatchObject({ code: 'TUNNEL_UNAVAILABLE' })
})

test('a relay that comes up late is waited for (T1)', async () => {
  const app = await startApp(echo)
  const { relay } = await openRelay()
  let count = 0
  const fake = await startFakeRelay((_request, response) => {
    count += 1
    if (count < 3) return response.writeHead(503).end()
    return void ask({ port: relay.port, path: '/?new' }).then(({ body }) => response.end(body))
  })
  const { options } = tunnelRig({ localPort: app.port, relayUrl: fake.url })
  const tunnel = await keep(openLocaltunnel(options))
  expect((await askPublic(tunnel.publicUrl)).status).toBe(200)
})

test('a registration that hangs is given up after 5 seconds and tried again (T2)', async () => {
  const asked = createLog<number>()
  const fake = await startFakeRelay(() => asked.note(performance.now()))
  const { options } = tunnelRig({
    localPort: 1,
    relayUrl: fake.url,
    clock: fastClock(100),
    openTimeoutMs: 14_000,
  })
  await expect(openLocaltunnel(options)).rejects.toMatchObject({
    code: 'TUNNEL_UNAVAILABLE',
    message: expect.stringContaining('no answer within 5 s') as string,
  })
  expect(asked.all.length).toBeGreaterThanOrEqual(2)
})

async function openNamed(
  rig: RelayRig,
  over: Parameters<typeof tunnelRig>[0],
  timings: Partial<Timings> = {},
) {
  const made = tunnelRig({ subdomain: 'my-name', ...over })
  const tunnel = await keep(openLocaltunnel(made.options, timings))
  await until(() => rig.relay.clients().some(({ sockets }) => sockets === 10))
  return { tunnel, ...made }
}

test('a tunnel comes back under the same name when its relay restarts (T3)', async () => {
  const first = await openRelay({ clock })
  const app = await startApp(echo)
  const { tunnel, log } = await openNamed(first, { localPort: app.port, relayUrl: first.relay.url })
  const before = tunnel.publicUrl
  await first.relay.close()
  const down = await log.waitFor(({ state }) => state === 'down')
  expect(down.detail).toMatch(/^the data port could not be reached: .*ECONNREFUSED/)
  const startedMs = clock.monotonicMs()
  const second = await openRelay({ port: first.relay.port, clock })
  const reopened = await log.waitFor(({ state }) => state === 'reopened')
  expect(clock.monotonicMs() - startedMs).toBeLessThan(10_000)
  expect(reopened.publicUrl).toBe(before)
  expect(tunnel.publicUrl).toBe(before)
  await until(() => second.relay.clients()[0]?.sockets === 10)
  expect(second.relay.clients()).toHaveLength(1)
  expect((await askPublic(tunnel.publicUrl)).status).toBe(200)
  expect(log.all.map(({ state }) => state)).toEqual(['opening', 'up', 'down', 'reopened'])
})

test('a tunnel waits for a relay that is away for long (T3)', async () => {
  const first = await openRelay({ clock })
  const app = await startApp(echo)
  const made = await openNamed(
    first,
    { localPort: app.port, relayUrl: first.relay.url, clock: fastClock(100) },
    { connectTimeoutMs: 600_000 },
  )
  await first.relay.close()
  let count = 0
  const away = createServer((_request, response) => {
    count += 1
    response.writeHead(502).end()
  }).listen(first.relay.port, '127.0.0.1')
  await until(() => count >= 4)
  await new Promise((resolve) => {
    away.close(resolve)
    away.closeAllConnections()
  })
  await openRelay({ port: first.relay.port, clock: fastClock(100) })
  const reopened = await made.log.waitFor(({ state }) => state === 'reopened')
  expect(reopened.publicUrl).toContain('my-name')
})

test('a lost name is asked for three times before another one is accepted (T4)', async () => {
  const rig = await openRelay({ clock })
  const app = await startApp(echo)
  const { tunnel, log } = await openNamed(rig, { localPort: app.port, relayUrl: rig.relay.url })
  await rig.relay.close()
  await log.waitFor(({ state }) => state === 'down')
  const second = await openRelay({ port: rig.relay.port, clock })
  await connectStock(second.relay, app.port, 'my-name')
  const reopened = await log.waitFor(({ state }) => state === 'reopened')
  expect(reopened.publicUrl).not.toContain('my-name')
  expect(reopened.detail).toMatch(/given to somebody else.*my-name/)
  expect(tunnel.publicUrl).toBe(reopened.publicUrl)
  const refusals = second.log.all.filter(({ type }) => type === 'name-refused')
  expect(refusals).toHaveLength(3)
})

test('a required name that was lost to somebody else breaks the tunnel after three asks (T4)', async () => {
  const rig = await openRelay({ clock })
  const app = await startApp(echo)
  const { tunnel, log } = await openNamed(rig, {
    localPort: app.port,
    relayUrl: rig.relay.url,
    requireSubdomain: true,
  })
  await rig.relay.close()
  // It forgets registrations that nobody connects to, 30 s, in as little time as it can.
  const second = await openRelay({ port: rig.relay.port, clock: fastClock(60) })
  await connectStock(second.relay, app.port, 'my-name')
  await expect(tunnel.broken).rejects.toMatchObject({
    code: 'SUBDOMAIN_TAKEN',
    exitCode: 3,
    message: expect.stringMatching(/^the public URL would change: .*"my-name" is taken/) as string,
  })
  const refusals = second.log.all.filter(({ type }) => type === 'name-refused')
  expect(refusals).toHaveLength(3)
  expect(log.all.at(-1)).toMatchObject({ state: 'down' })
  await until(() => second.relay.clients().every(({ id }) => id === 'my-name'))
})

/** A tunnel whose relay gives its name another public URL after `move`. */
async function openMovable(over: { readonly requireSubdomain?: boolean }) {
  const rig = await openRelay({ clock })
  const { relay } = rig
  const app = await startApp(echo)
  let isMoved = false
  const front = await startApp(({ url = '/' }, response) => {
    void fetch(`${relay.url}${url}`).then(async (answer) => {
      const grant = (await answer.json()) as { readonly url: string }
      const moved = { ...grant, url: grant.url.replace('my-name', 'my-other-name') }
      response.end(JSON.stringify(isMoved ? moved : grant))
    })
  })
  const relayUrl = `http://127.0.0.1:${front.port}`
  const probe = async () => ({ ok: true, detail: '' })
  const opened = await openNamed(rig, { localPort: app.port, relayUrl, probe, ...over })
  const move = async (): Promise<void> => {
    isMoved = true
    await relay.restart()
  }
  return { ...opened, move }
}

test('a name that is not required and has another public URL by now is told as such (T4)', async () => {
  const { log, move } = await openMovable({})
  await move()
  const { detail } = await log.waitFor(({ state }) => state === 'reopened')
  expect(detail).toMatch(
    /^the relay has moved "my-name": the public URL was \S+my-name\S+ and is now \S+my-other-name/,
  )
})

test('a required name whose public URL is another one by now breaks the tunnel after three asks (T4)', async () => {
  const { tunnel, log, move } = await openMovable({ requireSubdomain: true })
  await move()
  await expect(tunnel.broken).rejects.toMatchObject({
    code: 'SUBDOMAIN_TAKEN',
    message: expect.stringMatching(
      /^the public URL would change: "my-name" has another public URL by now: .*my-other-name/,
    ) as string,
  })
  // Also when the relay still keeps the name for the try before.
  const tries = log.all.map(({ detail }) => detail).filter((detail) => detail.startsWith('try '))
  expect(tries.length).toBeGreaterThanOrEqual(2)
  for (const told of tries)
    expect(told).toMatch(/^try \d: "my-name" has another public URL by now: /)
})

test('a taken name is told in the detail (T4)', async () => {
  const { relay } = await openRelay()
  const app = await startApp(echo)
  await connectStock(relay, app.port, 'my-name')
  const rig = tunnelRig({ localPort: app.port, relayUrl: relay.url, subdomain: 'my-name' })
  const tunnel = await keep(openLocaltunnel(rig.options))
  expect(tunnel.publicUrl).not.toContain('my-name')
  expect(rig.log.all.at(-1)?.detail).toMatch(/^the name "my-name" is taken: the relay gave "/)
})

test('a taken name that is required is a CliError (T4)', async () => {
  const { relay } = await openRelay()
  const app = await startApp(echo)
  await connectStock(relay, app.port, 'my-name')
  const { options } = tunnelRig({
    localPort: app.port,
    relayUrl: relay.url,
    subdomain: 'my-name',
    requireSubdomain: true,
  })
  await expect(openLocaltunnel(options)).rejects.toMatchObject({
    code: 'SUBDOMAIN_TAKEN',
    exitCode: 3,
    message: expect.stringContaining('my-name') as string,
  })
})

test('a lost data socket is replaced, also when its local side was reset (T5)', async () => {
  const { relay } = await openRelay()
  const app = await startApp((request, response) => {
    if (request.url !== '/reset') return echo(request, response)
    return void request.socket.resetAndDestroy()
  })
  const { options, log } = tunnelRig({ localPort: app.port, relayUrl: relay.url })
  const tunnel = await keep(openLocaltunnel(options))
  for (let index = 0; index < 20; index += 1) {
    const answer = await askPublic(tunnel.publicUrl, {
      method: 'POST',
      path: '/reset',
      body: Buffer.alloc(300_000),
    })
    expect(answer.status).toBe(502)
  }
  await until(() => relay.clients()[0]?.sockets === 10)
  expect(log.all.map(({ state }) => state)).toEqual(['opening', 'up'])
})

test('callers that leave inside an answer leave no socket behind', async () => {
  const { relay } = await openRelay()
  const app = await startApp((request, response) => {
    if (request.url !== '/long') return echo(request, response)
    response.on('error', () => undefined)
    return void response.end(Buffer.alloc(20_000_000))
  })
  const { options } = tunnelRig({ localPort: app.port, relayUrl: relay.url })
  const tunnel = await keep(openLocaltunnel(options))
  await until(() => relay.clients()[0]?.sockets === 10)
  const before = countHandles()
  for (let index = 0; index < 5; index += 1) {
    const socket = connect({ port: relay.port, host: '127.0.0.1' })
    socket.write(`GET /long HTTP/1.1\r\nHost: ${new URL(tunnel.publicUrl).host}\r\n\r\n`)
    await new Promise((resolve) => socket.once('data', resolve))
    socket.destroy()
  }
  await until(() => relay.clients()[0]?.sockets === 10 && countHandles() <= before + 20)
  expect((await askPublic(tunnel.publicUrl)).status).toBe(200)
})

test('the caller gets 502 within a second while the receiver is down (T9)', async () => {
  const { relay } = await openRelay()
  const app = await startApp(echo)
  const { options } = tunnelRig({ localPort: app.port, relayUrl: relay.url, clock: fastClock(1) })
  const tunnel = await keep(openLocaltunnel(options))
  await app.close()
  const startedMs = steadyMs()
  const answer = await askPublic(tunnel.publicUrl, { method: 'POST', body: '{}' })
  expect(steadyMs() - startedMs).toBeLessThan(1000)
  expect(answer.status).toBe(502)
  expect(answer.body.toString()).toBe('{"error":"receiver_down"}')
  await startApp(echo, {}, app.port)
  expect((await askPublic(tunnel.publicUrl)).status).toBe(200)
})

test('the probes find a receiver that went away, and that it came back (T9)', async () => {
  const { relay } = await openRelay({ clock })
  const app = await startApp(echo)
  const { options, log } = tunnelRig({ localPort: app.port, relayUrl: relay.url })
  await keep(openLocaltunnel(options, { probeEveryMs: 500, probeAgainMs: 200 }))
  await app.close()
  await log.waitFor(({ state }) => state === 'down')
  await startApp(echo, {}, app.port)
  await log.waitFor(({ state }) => state === 'reopened')
  const states = ['opening', 'up', 'degraded', 'down', 'reopened']
  expect(log.all.map(({ state }) => state)).toEqual(states)
})

test('a relay that hangs up at once is not asked in a busy loop', async () => {
  let count = 0
  const data = await listenTcp((socket) => {
    count += 1
    socket.end()
  })
  const fake = await startFakeRelay((_request, response) => {
    response.end(JSON.stringify({ ...GOOD, port: data.port, ip: '127.0.0.1', max_conn_count: 50 }))
  })
  const { options } = tunnelRig({
    localPort: 1,
    relayUrl: fake.url,
    clock: fastClock(1),
    openTimeoutMs: 1200,
    probe: async () => ({ ok: false, detail: 'no' }),
  })
  await expect(openLocaltunnel(options)).rejects.toMatchObject({ code: 'TUNNEL_UNAVAILABLE' })
  expect(count).toBeGreaterThanOrEqual(10)
  expect(count).toBeLessThanOrEqual(40)
})

test('a relay that grants no number of sockets gets one', async () => {
  const data = createLog<unknown>()
  const { port } = await listenTcp(data.note)
  const fake = await startFakeRelay((_request, response) => {
    response.end(JSON.stringify({ ...GOOD, port, max_conn_count: undefined }))
  })
  const { options } = tunnelRig({
    localPort: 1,
    relayUrl: fake.url,
    probe: async () => ({ ok: true, detail: '' }),
  })
  const tunnel = await openLocaltunnel(options)
  await tunnel.close()
  expect(data.all).toHaveLength(1)
})

test.each([
  ['relayUrl', { relayUrl: 'ftp://relay' }, 'BAD_URL'],
  ['relayUrl', { relayUrl: 'relay' }, 'BAD_URL'],
  ['subdomain', { subdomain: 'No Name' }, 'BAD_SUBDOMAIN'],
])('a bad %s is a CliError with exit code 2', async (_name, over, code) => {
  const { options, log } = tunnelRig({ localPort: 1, relayUrl: 'http://127.0.0.1:1', ...over })
  await expect(openLocaltunnel(options)).rejects.toMatchObject({ code, exitCode: 2 })
  expect(log.all).toEqual([])
})

test('an aborted signal ends the opening with its reason', async () => {
  const fake = await startFakeRelay(() => undefined)
  const rig = tunnelRig({ localPort: 1, relayUrl: fake.url })
  const opening = openLocaltunnel(rig.options)
  setImmediate(() => rig.abort({ interruptedBy: 'SIGINT' }))
  await expect(opening).rejects.toEqual({ interruptedBy: 'SIGINT' })
  await expect(openLocaltunnel(rig.options)).rejects.toEqual({ interruptedBy: 'SIGINT' })
})

test('an aborted signal closes an open tunnel', async () => {
  const { relay } = await openRelay()
  const app = await startApp(echo)
  const rig = tunnelRig({ localPort: app.port, relayUrl: relay.url })
  const tunnel = await keep(openLocaltunnel(rig.options))
  rig.abort({ interruptedBy: 'SIGTERM' })
  await until(() => relay.clients().every(({ sockets }) => sockets === 0))
  await tunnel.close()
  expect(rig.log.all.map(({ state }) => state)).toEqual(['opening', 'up'])
})

test.each(['up', 'down'])(
  'closing a tunnel that is %s leaves nothing, and can be repeated',
  async (state) => {
    const app = await startApp(echo)
    const { relay } = await openRelay()
    await until(() => countHandles() <= 2)
    const before = countHandles()
    const { options, log } = tunnelRig({ localPort: app.port, relayUrl: relay.url })
    const removed = vi.spyOn(options.signal, 'removeEventListener')
    const added = vi.spyOn(options.signal, 'addEventListener')
    const tunnel = await openLocaltunnel(options)
    if (state === 'down') await relay.close()
    await log.waitFor((event) => event.state === state)
    await Promise.all([tunnel.close(), tunnel.close()])
    await tunnel.close()
    await relay.close()
    await until(() => countHandles() <= before - 1)
    expect(removed).toHaveBeenCalledTimes(added.mock.calls.length)
    expect(log.all.at(-1)?.state).toBe(state)
  },
)

test('a simulated tunnel brings its own relay, and closes it', async () => {
  const app = await startApp(echo)
  const { options } = tunnelRig({ localPort: app.port, relayUrl: 'http://nowhere.invalid' })
  const tunnel = await openTunnel('simulated', options)
  expect(tunnel.publicUrl).toMatch(/^http:\/\/[a-z]+-[a-z]+-\d+\.localhost:\d+$/)
  expect((await askPublic(tunnel.publicUrl)).status).toBe(200)
  await tunnel.close()
  await expect(askPublic(tunnel.publicUrl)).rejects.toThrow('ECONNREFUSED')
})

test('a simulated tunnel ends with the signal', async () => {
  const app = await startApp(echo)
  const rig = tunnelRig({ localPort: app.port, relayUrl: 'http://nowhere.invalid' })
  const tunnel = await openSimulatedTunnel(rig.options)
  onTestFinished(() => tunnel.close())
  rig.abort(new Error('over'))
  await tunnel.close()
  await expect(askPublic(tunnel.publicUrl)).rejects.toThrow('ECONNREFUSED')
})

test('a simulated tunnel that cannot open leaves no relay', async () => {
  const rig = tunnelRig({ localPort: 1, relayUrl: 'http://nowhere.invalid', subdomain: '!' })
  await expect(openTunnel('simulated', rig.options)).rejects.toMatchObject({
    code: 'BAD_SUBDOMAIN',
  })
})

test('openTunnel opens a localtunnel', async () => {
  const { relay } = await openRelay()
  const app = await startApp(echo)
  const { options } = tunnelRig({ localPort: app.port, relayUrl: relay.url })
  const tunnel = await keep(openTunnel('localtunnel', options))
  expect((await askPublic(tunnel.publicUrl)).status).toBe(200)
})
