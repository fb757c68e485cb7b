import { expect, test } from 'vitest'
import { systemClock } from '../../../src/system-clock.ts'
import { openLocaltunnel } from '../../../src/tunnel/localtunnel.ts'
import type { Timings } from '../../../src/tunnel/timings.ts'
import type { TunnelOptions } from '../../../src/tunnel/tunnel.ts'
import { findFixedPort } from '../../receiver/load/listen-process.ts'
import { carryExchanges, startPlannedApp } from '../proof/carry-exchanges.ts'
import { seedOr } from '../proof/seed.ts'
import { ask, askPublic, echo, keep, startApp, tunnelRig } from '../rig.ts'
import { buildSecondRelay, startSecondRelay } from './start-second-relay.ts'

/** Its own timers are of this world, so ours are too. */
const clock = systemClock

async function openRelay() {
  const program = await buildSecondRelay()
  const port = await findFixedPort()
  const start = async () => startSecondRelay(program, port)
  return { port, start, ...(await start()) }
}

async function openNamed(
  over: Partial<TunnelOptions> & { localPort: number; relayUrl: string },
  timings: Partial<Timings> = {},
) {
  const rig = tunnelRig({ clock, subdomain: 'my-name', requireSubdomain: true, ...over })
  return { ...rig, tunnel: await keep(openLocaltunnel(rig.options, timings)) }
}

test('100 random bodies come through a relay that no one here wrote, both ways, 50 at once', async () => {
  const seed = seedOr(2)
  const relay = await openRelay()
  const app = await startPlannedApp(seed)
  const { tunnel, log } = await openNamed({ localPort: app.port, relayUrl: relay.url })
  expect(tunnel.publicUrl).toBe(`http://my-name.relay.localhost:${relay.port}`)
  const run = await carryExchanges(tunnel.publicUrl, { seed, count: 100, atOnce: 50 })
  expect(run.wrong, `TEST_SEED=${seed}`).toEqual([])
  expect(run.carried).toBe(100)
  expect(log.all.map(({ state }) => state)).toEqual(['opening', 'up'])
})

test('a tunnel is re-opened under its name when the second relay was killed and is back (T3)', async () => {
  const relay = await openRelay()
  const app = await startApp(echo)
  const { tunnel, log } = await openNamed(
    { localPort: app.port, relayUrl: relay.url },
    // A relay that was killed keeps no name back.
    { nameGraceMs: 500, retryFirstMs: 500 },
  )
  const before = tunnel.publicUrl
  await relay.kill()
  await log.waitFor(({ state }) => state === 'down')
  await relay.start()
  const reopened = await log.waitFor(({ state }) => state === 'reopened')
  expect(reopened).toEqual({
    state: 'reopened',
    publicUrl: before,
    detail: 'the same public URL is back',
  })
  const body = Buffer.from([0xff, 0xfe, 0x80, 0x41])
  const answer = await askPublic(before, { method: 'POST', body })
  expect(answer.body.equals(body)).toBe(true)
  await untilFull(relay.port)
})

test('a name is asked for again after the grace period of the second relay, and given', async () => {
  const relay = await openRelay()
  const app = await startApp(echo)
  const outcomes = [true, false, false]
  const probe = async () => ({ ok: outcomes.shift() ?? true, detail: 'HTTP 404' })
  const over = { localPort: app.port, relayUrl: relay.url, probe }
  const { log } = await openNamed(over, { probeEveryMs: 100, probeAgainMs: 100 })
  await log.waitFor(({ state }) => state === 'reopened')
  const states = ['opening', 'up', 'degraded', 'down', 'reopened']
  expect(log.all.map(({ state }) => state)).toEqual(states)
  expect(log.all.at(-1)?.publicUrl).toBe(`http://my-name.relay.localhost:${relay.port}`)
})

/** Waits until the relay itself tells of ten data sockets. */
async function untilFull(port: number): Promise<void> {
  for (;;) {
    const { body } = await ask({ port, path: '/api/tunnels/my-name/status' })
    if (body.toString() === '{"connected_sockets":10}') return
  }
}
