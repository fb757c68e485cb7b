import { get } from 'node:http'
import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import { openLocaltunnel } from '../../../src/tunnel/localtunnel.ts'
import { createLog, echo, fastClock, keep, openRelay, startApp, tunnelRig, until } from '../rig.ts'
import { resolveOneName } from './one-name.ts'
import type { TimedEvent } from './stopped-relay.ts'

const clock = fastClock(20)
const NAME = 'my-name'

/** Asks by the relay's name, as our own probe does, so that its lookup is in the way. */
async function statusBy(host: string, publicUrl: string, signal: AbortSignal): Promise<number> {
  const { host: header, port } = new URL(publicUrl)
  const options = { host, port, headers: { host: header }, agent: false, signal }
  const [answer] = (await once(get(options), 'response')) as [IncomingMessage]
  answer.resume()
  return answer.statusCode ?? 0
}

test('a tunnel whose relay has no address any more is down within 35 s, asks once in 5 s at most, and is back when DNS is (L10, DNS gone)', async () => {
  const name = resolveOneName('relay.invalid')
  const { relay } = await openRelay({ clock, host: name.host })
  const app = await startApp(echo)
  const events = createLog<TimedEvent>()
  const { options } = tunnelRig({
    localPort: app.port,
    relayUrl: relay.url,
    subdomain: NAME,
    requireSubdomain: true,
    clock,
    onEvent: (event) => events.note({ ...event, atMs: clock.monotonicMs() }),
    probe: async (publicUrl, signal) => {
      const status = await statusBy(name.host, publicUrl, signal)
      return { ok: status === 200, detail: `HTTP ${status}` }
    },
  })
  // At this pace a machine that is slow for 250 ms would have taken 5 s.
  const patient = { connectTimeoutMs: 60_000 }
  const { publicUrl } = await keep(openLocaltunnel(options, patient))
  await until(() => relay.clients()[0]?.sockets === 10)
  name.setGone(true)
  const goneMs = clock.monotonicMs()
  const down = await events.waitFor(({ state }) => state === 'down')
  expect(down.atMs - goneMs).toBeLessThanOrEqual(35_000)
  expect(down.detail).toBe('two probes in a row failed: getaddrinfo EAI_AGAIN relay.invalid')
  await events.waitFor(({ detail }) => detail.startsWith('try 7: getaddrinfo EAI_AGAIN'))
  const late = events.all.filter(({ detail }) => /^try [4-7]: /.test(detail))
  const gaps = late.slice(1).map(({ atMs }, index) => atMs - (late[index]?.atMs ?? 0))
  // A timer may be early by a part of a real millisecond, which is 20 here.
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(4950)
  name.setGone(false)
  const backMs = clock.monotonicMs()
  const reopened = await events.waitFor(({ state }) => state === 'reopened')
  expect(reopened.atMs - backMs).toBeLessThanOrEqual(10_000)
  expect(await statusBy(name.host, publicUrl, options.signal)).toBe(200)
})
