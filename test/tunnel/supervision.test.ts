import type { ServerResponse } from 'node:http'
import { expect, test } from 'vitest'
import { openLocaltunnel } from '../../src/tunnel/localtunnel.ts'
import type { TunnelEvent, TunnelOptions } from '../../src/tunnel/tunnel.ts'
import {
  askPublic,
  createLog,
  echo,
  fastClock,
  keep,
  openRelay,
  startApp,
  tunnelRig,
  until,
  type Log,
} from './rig.ts'

const clock = fastClock(10)
/** For what takes half a minute and more. */
const quick = fastClock(40)
const TIMINGS = { probeEveryMs: 500, probeAgainMs: 200, probeTimeoutMs: 3000 }
const SATURATED = 'tunnel saturated: all 10 connections are busy'

function statesOf({ all }: Log<TunnelEvent>): string[] {
  return all.map(({ state }) => state)
}

/** An app that holds every request for /slow until it is told to answer. */
async function startSlowApp() {
  const held: ServerResponse[] = []
  const { port } = await startApp((request, response) => {
    if (request.url === '/slow') held.push(response)
    else response.end()
  })
  const release = (): void => {
    for (const response of held.splice(0)) response.end()
  }
  return { port, held, release }
}

/** Sends ten requests that the app holds; gives their statuses when they are answered. */
async function fillTunnel(publicUrl: string): Promise<number[]> {
  const asked = Array.from({ length: 10 }, async () => askPublic(publicUrl, { path: '/slow' }))
  return (await Promise.all(asked)).map(({ status }) => status)
}

/** A probe through the public URL that notes its calls. */
function countedProbe(before: (publicUrl: string) => Promise<unknown> = async () => undefined) {
  const calls: string[] = []
  const probe = async (publicUrl: string) => {
    calls.push(publicUrl)
    await before(publicUrl)
    const { status } = await askPublic(publicUrl, { headers: ['Connection', 'close'] })
    return { ok: status === 200, detail: `HTTP ${status}` }
  }
  return { calls, probe }
}

test('a tunnel whose connections are all busy is called saturated once, and left alone (T8)', async () => {
  const { relay } = await openRelay({ clock })
  const app = await startSlowApp()
  const { calls, probe } = countedProbe()
  const { options, log } = tunnelRig({ localPort: app.port, relayUrl: relay.url, probe })
  const { publicUrl } = await keep(openLocaltunnel(options, TIMINGS))
  await until(() => relay.clients()[0]?.sockets === 10)
  const answered = fillTunnel(publicUrl)
  await until(() => app.held.length === 10)
  const degraded = await log.waitFor(({ state }) => state === 'degraded')
  expect(degraded).toEqual({ state: 'degraded', publicUrl, detail: SATURATED })
  const before = calls.length
  await until(() => calls.length >= before + 3)
  app.release()
  expect(await answered).toEqual(Array.from({ length: 10 }, () => 200))
  await until(() => log.all.at(-1)?.state === 'up')
  expect(statesOf(log)).toEqual(['opening', 'up', 'degraded', 'up'])
  expect(log.all.at(-1)?.detail).toBe('a probe came through the public URL again')
})

/** A tunnel on whose ten connections the app holds a request. */
async function openFull(over: { readonly probe?: TunnelOptions['probe'] } = {}) {
  const { relay } = await openRelay({ clock: quick })
  const app = await startSlowApp()
  const rig = tunnelRig({ localPort: app.port, relayUrl: relay.url, clock: quick, ...over })
  const { publicUrl } = await keep(openLocaltunnel(rig.options))
  await until(() => relay.clients()[0]?.sockets === 10)
  const answered = fillTunnel(publicUrl)
  await until(() => app.held.length === 10)
  return { relay, app, answered, log: rig.log, fullAtMs: quick.monotonicMs() }
}

test('a relay that dies behind a full tunnel is found within 35 s, though no request ends (T5, half-open, all sockets)', async () => {
  const { relay, answered, log, fullAtMs } = await openFull()
  void answered.catch(() => undefined)
  await relay.faults.set('half-open')
  const down = await log.waitFor(({ state }) => state === 'down')
  expect(quick.monotonicMs() - fullAtMs).toBeLessThanOrEqual(35_000)
  expect(quick.monotonicMs() - fullAtMs).toBeGreaterThanOrEqual(23_000)
  expect(down.detail).toMatch(/^no request has come in for long, and a probe failed: /)
  expect(statesOf(log)).toEqual(['opening', 'up', 'degraded', 'down'])
  await relay.faults.clear('half-open')
  await log.waitFor(({ state }) => state === 'reopened')
})

test('a relay that dies behind a full tunnel is found within 35 s, though every request ends meanwhile (T5, half-open, all sockets)', async () => {
  const { relay, app, answered, log, fullAtMs } = await openFull()
  void answered.catch(() => undefined)
  await relay.faults.set('half-open')
  await quick.sleep(fullAtMs + 29_000 - quick.monotonicMs())
  app.release()
  await log.waitFor(({ state }) => state === 'down')
  expect(quick.monotonicMs() - fullAtMs).toBeLessThanOrEqual(35_000)
})

test('a tunnel that is full of requests of 30 s each is left alone, and so are they (T8)', async () => {
  const { app, answered, log, fullAtMs } = await openFull()
  await quick.sleep(fullAtMs + 30_000 - quick.monotonicMs())
  app.release()
  expect(await answered).toEqual(Array.from({ length: 10 }, () => 200))
  await until(() => log.all.at(-1)?.state === 'up')
  expect(statesOf(log)).toEqual(['opening', 'up', 'degraded', 'up'])
})

test('a full tunnel whose requests end now and then is never taken for a dead one (T8)', async () => {
  const { app, answered, log } = await openFull()
  for (let ended = 0; ended < 4; ended += 1) {
    await quick.sleep(15_000)
    app.held.shift()?.end()
  }
  app.release()
  expect(await answered).toEqual(Array.from({ length: 10 }, () => 200))
  expect(statesOf(log)).not.toContain('down')
})

test('a tunnel that is busy as soon as it is back is not closed again (T8)', async () => {
  const first = await openRelay({ clock })
  const app = await startSlowApp()
  const relayPort = first.relay.port
  const answered: Promise<number[]>[] = []
  let current = first.relay
  const { probe } = countedProbe(async (publicUrl) => {
    if (current === first.relay || answered.length > 0) return
    await until(() => current.clients()[0]?.sockets === 10)
    answered.push(fillTunnel(publicUrl))
    await until(() => app.held.length === 10)
  })
  const over = { localPort: app.port, relayUrl: first.relay.url, subdomain: 'my-name', probe }
  const { options, log } = tunnelRig(over)
  await keep(openLocaltunnel(options, TIMINGS))
  await first.relay.close()
  await log.waitFor(({ state }) => state === 'down')
  current = (await openRelay({ port: relayPort, clock })).relay
  await log.waitFor(({ state }) => state === 'reopened')
  await log.waitFor(({ detail }) => detail === SATURATED)
  app.release()
  expect(await answered[0]).toEqual(Array.from({ length: 10 }, () => 200))
  await until(() => log.all.at(-1)?.state === 'up')
  expect(statesOf(log)).toEqual(['opening', 'up', 'down', 'reopened', 'degraded', 'up'])
})

test('the first failed probe degrades a tunnel, the second one in a row re-opens it (T5)', async () => {
  const { relay } = await openRelay({ clock })
  const app = await startApp(echo)
  const outcomes = [true, true, false, true, false, false]
  const probe = async () => {
    const ok = outcomes.shift() ?? true
    return { ok, detail: ok ? 'ours' : 'HTTP 404' }
  }
  const over = { localPort: app.port, relayUrl: relay.url, subdomain: 'my-name', probe }
  const { options, log } = tunnelRig(over)
  const { publicUrl } = await keep(openLocaltunnel(options, TIMINGS))
  await log.waitFor(({ state }) => state === 'reopened')
  expect(log.all.slice(2)).toEqual([
    { state: 'degraded', publicUrl, detail: 'HTTP 404' },
    { state: 'up', publicUrl, detail: 'a probe came through the public URL again' },
    { state: 'degraded', publicUrl, detail: 'HTTP 404' },
    { state: 'down', publicUrl, detail: 'two probes in a row failed: HTTP 404' },
    { state: 'reopened', publicUrl, detail: 'the same public URL is back' },
  ])
})

test.each([
  [403, '{"message":"go away"}', /^try \d: the relay refused: .*: go away$/],
  [502, '', /^try \d: the relay answered 502$/],
])(
  'a lost tunnel tells of every try that the relay answers %d, and goes on',
  async (status, body, reason) => {
    const first = await openRelay({ clock })
    const app = await startApp(echo)
    const over = { localPort: app.port, relayUrl: first.relay.url, clock: fastClock(25) }
    const { options, log } = tunnelRig({ ...over, subdomain: 'my-name' })
    await keep(openLocaltunnel(options))
    await first.relay.close()
    const asked = createLog<unknown>()
    const answer: Parameters<typeof startApp>[0] = (request, response) => {
      response.writeHead(status, { connection: 'close' }).end(body)
      asked.note(request.url)
    }
    const away = await startApp(answer, {}, first.relay.port)
    await until(() => asked.all.length >= 3)
    await away.close()
    await openRelay({ port: first.relay.port, clock: fastClock(25) })
    await log.waitFor(({ state }) => state === 'reopened')
    const downs = log.all.filter(({ state }) => state === 'down')
    expect(downs[0]?.detail).toContain('REFUSED')
    expect(downs.filter(({ detail }) => reason.test(detail))).toHaveLength(asked.all.length)
    const tries = downs.slice(1).map(({ detail }) => Number(/^try (\d+): /.exec(detail)?.[1]))
    expect(tries).toEqual(tries.map((_number, index) => index + 1))
    expect(downs.map(({ publicUrl }) => publicUrl)).toEqual(
      downs.map(() => `http://my-name.localhost:${first.relay.port}`),
    )
  },
)

test('a listener that throws when the tunnel is back ends it, and its new link', async () => {
  const { relay } = await openRelay({ clock })
  const app = await startApp(echo)
  const outcomes = [true, false, false]
  const probe = async () => ({ ok: outcomes.shift() ?? true, detail: 'HTTP 404' })
  const made = tunnelRig({ localPort: app.port, relayUrl: relay.url, probe })
  const onEvent: typeof made.options.onEvent = (event) => {
    made.log.note(event)
    if (event.state === 'reopened') throw new Error('no space left')
  }
  await keep(openLocaltunnel({ ...made.options, onEvent }, TIMINGS))
  await until(() => statesOf(made.log).includes('reopened'))
  await until(() => relay.clients().every(({ sockets }) => sockets === 0))
  const states = ['opening', 'up', 'degraded', 'down', 'reopened', 'down']
  expect(statesOf(made.log)).toEqual(states)
})

test('a listener that throws when the tunnel is up for the first time leaves no socket open', async () => {
  const { relay } = await openRelay({ clock })
  const app = await startApp(echo)
  const made = tunnelRig({ localPort: app.port, relayUrl: relay.url })
  let atTheRelay = 0
  const onEvent: typeof made.options.onEvent = ({ state }) => {
    atTheRelay = relay.clients()[0]?.sockets ?? 0
    if (state === 'up') throw new Error('no space left')
  }
  await expect(openLocaltunnel({ ...made.options, onEvent }, TIMINGS)).rejects.toThrow('no space')
  expect(atTheRelay).toBeGreaterThan(0)
  await until(() => relay.clients().every(({ sockets }) => sockets === 0))
})

test.each([1, 2])(
  'a listener that throws %d times ends the tunnel, without an unhandled rejection',
  async (times) => {
    const { relay } = await openRelay({ clock })
    const app = await startApp(echo)
    const made = tunnelRig({ localPort: app.port, relayUrl: relay.url })
    const told = createLog<string>()
    let thrown = 0
    const onEvent: typeof made.options.onEvent = ({ state, detail }) => {
      told.note(`${state}: ${detail}`)
      if (state !== 'degraded' && state !== 'down') return
      thrown += 1
      if (thrown <= times) throw new Error('no space left')
    }
    const tunnel = await keep(openLocaltunnel({ ...made.options, onEvent }, TIMINGS))
    await app.close()
    await told.waitFor((text) => text === 'down: the tunnel is closed: no space left')
    await until(() => relay.clients().every(({ sockets }) => sockets === 0))
    await tunnel.close()
    expect(told.all).toHaveLength(4)
  },
)
