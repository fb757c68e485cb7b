import { expect } from 'vitest'
import { openLocaltunnel } from '../../../src/tunnel/localtunnel.ts'
import { createLog, echo, fastClock, keep, openRelay, startApp, tunnelRig, until } from '../rig.ts'

const FACTOR = 1000
const HOUR_MS = 3_600_000
const clock = fastClock(FACTOR)

/** A relay that is away for so long is asked once in five seconds at most, and the tunnel is back when it is. */
export async function expectSparingOutage(awayMs: number): Promise<void> {
  const first = await openRelay({ clock })
  const app = await startApp(echo)
  const over = {
    localPort: app.port,
    relayUrl: first.relay.url,
    subdomain: 'my-name',
    clock,
    openTimeoutMs: HOUR_MS,
  }
  const { options, log } = tunnelRig(over)
  // At this pace a probe that is answered in a few real milliseconds has taken seconds.
  const slow = {
    probeTimeoutMs: HOUR_MS,
    registerTimeoutMs: HOUR_MS,
    proveTimeoutMs: HOUR_MS,
    connectTimeoutMs: HOUR_MS,
  }
  await keep(openLocaltunnel(options, slow))
  await first.relay.close()
  const asked = createLog<number>()
  const away = await startApp(
    (_request, response) => {
      asked.note(clock.monotonicMs())
      response.writeHead(503, { connection: 'close' }).end()
    },
    {},
    first.relay.port,
  )
  const startMs = clock.monotonicMs()
  await until(() => clock.monotonicMs() - startMs > awayMs)
  const times = asked.all.slice(4)
  await away.close()
  await openRelay({ port: first.relay.port, clock })
  await log.waitFor(({ state }) => state === 'reopened')
  expect(times.length).toBeGreaterThan(awayMs / 36_000)
  expect(times.length).toBeLessThanOrEqual(awayMs / 5000)
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0))
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(4000)
  expect(log.all.filter(({ state }) => state === 'reopened')).toHaveLength(1)
}
