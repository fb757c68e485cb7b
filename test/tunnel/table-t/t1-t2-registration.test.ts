import { expect, test } from 'vitest'
import { openLocaltunnel } from '../../../src/tunnel/localtunnel.ts'
import type { RelayFault } from '../../../src/tunnel/relay/relay.ts'
import { askPublic, echo, fastClock, keep, openRelay, startApp, tunnelRig, until } from '../rig.ts'

/** Hardening T1 and T2 against the simulator, the deadline of 30 s in full on a fast clock. */

const clock = fastClock(100)

/** At this pace an answer that took a few real milliseconds has taken half a second. */
const PATIENT = { registerTimeoutMs: 600_000, connectTimeoutMs: 600_000 }

/** A relay that fails from the start, and what it was asked. */
async function openFailing(fault: RelayFault) {
  const { relay } = await openRelay({ clock, faults: [fault] })
  const asked: string[] = []
  const front = await startApp(({ url }, response) => {
    asked.push(String(url))
    void fetch(`${relay.url}${url}`).then(
      async (answer) => response.writeHead(answer.status).end(await answer.text()),
      () => response.destroy(),
    )
  })
  return { relay, asked, url: `http://127.0.0.1:${front.port}` }
}

test('a registration answered 403 is exit 3 at once (T1, 403)', async () => {
  const { asked, url } = await openFailing({ name: 'register-403' })
  const { options, log } = tunnelRig({ localPort: 1, relayUrl: url, clock })
  await expect(openLocaltunnel(options, PATIENT)).rejects.toMatchObject({
    code: 'TUNNEL_REFUSED',
    exitCode: 3,
  })
  expect(asked).toHaveLength(1)
  expect(log.all.map(({ state }) => state)).toEqual(['opening'])
})

const PASSING: readonly (readonly [input: string, fault: RelayFault, reason: string])[] = [
  ['500', { name: 'register-500' }, 'the relay answered 500'],
  ['HTML', { name: 'bad-json', values: { form: 'html' } }, 'something that is not JSON'],
  ['bad JSON', { name: 'bad-json', values: { form: 'cut' } }, 'something that is not JSON'],
  ['port missing', { name: 'bad-json', values: { form: 'no-port' } }, 'without a usable "port"'],
  ['port 0', { name: 'bad-json', values: { form: 'port-0' } }, 'without a usable "port"'],
  ['port 70000', { name: 'bad-json', values: { form: 'port-70000' } }, 'without a usable "port"'],
]

test.each(PASSING)(
  'a registration answered with what may pass is tried again with growing waits, and exit 3 after 30 s (T1, %s)',
  async (_input, fault, reason) => {
    const { asked, url } = await openFailing(fault)
    const { options } = tunnelRig({ localPort: 1, relayUrl: url, clock, openTimeoutMs: 30_000 })
    const startMs = clock.monotonicMs()
    await expect(openLocaltunnel(options, PATIENT)).rejects.toMatchObject({
      code: 'TUNNEL_UNAVAILABLE',
      exitCode: 3,
      message: expect.stringMatching(`within 30 s: ${url}: .*${reason}`) as string,
    })
    expect(clock.monotonicMs() - startMs).toBeGreaterThanOrEqual(30_000)
    // Waits of 1, 2, 4 and then 5 s: eight tries, or fewer where the machine is slow.
    expect(asked.length).toBeGreaterThanOrEqual(3)
    expect(asked.length).toBeLessThanOrEqual(8)
  },
)

test('a registration that is answered 500 is given as soon as the relay gives it (T1, 500)', async () => {
  const { relay, asked, url } = await openFailing({ name: 'register-500' })
  const app = await startApp(echo)
  const { options } = tunnelRig({ localPort: app.port, relayUrl: url })
  const opening = keep(openLocaltunnel(options))
  await until(() => asked.length >= 2)
  await relay.faults.clear()
  expect((await askPublic((await opening).publicUrl)).status).toBe(200)
})

test('a registration that hangs is given up after 5 s, and the next one is tried (T2, hang)', async () => {
  const slower = fastClock(25)
  const { relay } = await openRelay({ clock: slower, faults: [{ name: 'register-hang' }] })
  const app = await startApp(echo)
  const waits: number[] = []
  const sleep: typeof slower.sleep = async (ms, signal) => {
    waits.push(ms)
    await slower.sleep(ms, signal)
    if (ms === 5000) await relay.faults.clear()
  }
  const over = { localPort: app.port, relayUrl: relay.url, clock: { ...slower, sleep } }
  const { options, log } = tunnelRig(over)
  const startMs = slower.monotonicMs()
  const { publicUrl } = await keep(openLocaltunnel(options))
  // The deadline of 30 s, one registration of 5 s at most, the first wait, and the next one of 5 s.
  expect(waits.slice(0, 4)).toEqual([30_000, 5000, 1000, 5000])
  expect(slower.monotonicMs() - startMs).toBeGreaterThanOrEqual(5000)
  expect((await askPublic(publicUrl)).status).toBe(200)
  expect(log.all.map(({ state }) => state)).toEqual(['opening', 'up'])
})
