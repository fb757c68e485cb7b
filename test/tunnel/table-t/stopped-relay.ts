import { expect } from 'vitest'
import type { Clock } from '../../../src/context.ts'
import { openLocaltunnel } from '../../../src/tunnel/localtunnel.ts'
import type { TunnelEvent } from '../../../src/tunnel/tunnel.ts'
import type { RelayProcess } from '../relay-process/start-relay-process.ts'
import { ask, askPublic, createLog, echo, keep, startApp, tunnelRig, type Log } from '../rig.ts'

const NAME = 'my-name'

/** A tunnel event, and when it was told. */
export type TimedEvent = TunnelEvent & { readonly atMs: number }

/** Opens a tunnel whose name is required through a relay that is a process, and waits for its ten sockets. */
export async function openThrough(relay: RelayProcess, clock: Clock) {
  const app = await startApp(echo)
  const events: Log<TimedEvent> = createLog()
  const onEvent = (event: TunnelEvent): void => {
    events.note({ ...event, atMs: clock.monotonicMs() })
  }
  const over = { localPort: app.port, relayUrl: relay.url, clock, onEvent }
  const { options } = tunnelRig({ ...over, subdomain: NAME, requireSubdomain: true })
  const { publicUrl } = await keep(openLocaltunnel(options))
  for (let text = ''; text !== '{"connected_sockets":10}';) {
    const path = `/api/tunnels/${NAME}/status`
    const { body } = await ask({ port: relay.port, path, headers: ['Connection', 'close'] })
    text = body.toString()
  }
  return { events, publicUrl }
}

/** What L10 and T5 say of a relay that stands still: found in 35 s, asked once in 5 s, back in 10 s. */
export async function expectStopAndBack(
  relay: RelayProcess,
  clock: Clock,
  { stoppedMs, whenStopped }: { stoppedMs: number; whenStopped?: () => Promise<void> },
): Promise<void> {
  const { events, publicUrl } = await openThrough(relay, clock)
  relay.signal('SIGSTOP')
  const stopMs = clock.monotonicMs()
  await whenStopped?.()
  const down = await events.waitFor(({ state }) => state === 'down')
  expect(down.atMs - stopMs).toBeLessThanOrEqual(35_000)
  expect(down.detail).toMatch(/^two probes in a row failed: /)
  await clock.sleep(stopMs + stoppedMs - clock.monotonicMs())
  relay.signal('SIGCONT')
  const backMs = clock.monotonicMs()
  const reopened = await events.waitFor(({ state }) => state === 'reopened')
  expect(reopened.atMs - backMs).toBeLessThanOrEqual(10_000)
  expect(reopened.publicUrl).toBe(publicUrl)
  expectSparing(events.all.filter(({ atMs }) => atMs <= backMs))
  const body = Buffer.from([0xff, 0x00, 0x80])
  const answer = await askPublic(publicUrl, { method: 'POST', body })
  expect(answer.body.equals(body)).toBe(true)
}

/** While it stands still, no try follows another one in less than 5 s. */
function expectSparing(events: readonly TimedEvent[]): void {
  const tries = events.filter(({ detail }) => /^try \d+: /.test(detail)).map(({ atMs }) => atMs)
  expect(tries.length).toBeGreaterThanOrEqual(1)
  const gaps = tries.slice(1).map((time, index) => time - (tries[index] ?? 0))
  for (const gap of gaps) expect(gap).toBeGreaterThanOrEqual(5000)
}
