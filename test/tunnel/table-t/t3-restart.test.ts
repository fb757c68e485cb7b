import { expect, test } from 'vitest'
import { openLocaltunnel } from '../../../src/tunnel/localtunnel.ts'
import { askPublic, echo, fastClock, keep, openRelay, startApp, tunnelRig, until } from '../rig.ts'
import { startFixedFront } from './fixed-front.ts'

/** Hardening T3: a relay that dies and returns has the tunnel back within 10 s, under its name, its pool full. */

const clock = fastClock(10)
const NAME = 'my-name'

async function startRelayWithFront(isFixed: boolean) {
  const { relay, log } = await openRelay({ clock })
  const front = isFixed ? await startFixedFront(relay) : null
  const dataPorts = (): number[] =>
    log.all.flatMap((event) => (event.type === 'registered' ? [front?.dataPort ?? event.port] : []))
  const restart = async (): Promise<void> => {
    const comeBack = front?.refuse()
    await relay.restart(3000)
    await comeBack?.()
  }
  return { relay, restart, relayUrl: front?.url ?? relay.url, dataPorts }
}

test.each([
  ['same ports', true, 1],
  ['other ports', false, 2],
])(
  'a relay that dies and returns has the same name back within 10 s, and a full pool (T3, %s)',
  async (_input, isFixed, differentPorts) => {
    const { relay, restart, relayUrl, dataPorts } = await startRelayWithFront(isFixed)
    const app = await startApp(echo)
    const over = { localPort: app.port, relayUrl, clock, subdomain: NAME, requireSubdomain: true }
    const { options, log } = tunnelRig(over)
    const { publicUrl } = await keep(openLocaltunnel(options))
    await until(() => relay.clients()[0]?.sockets === 10)
    await restart()
    const backMs = clock.monotonicMs()
    const reopened = await log.waitFor(({ state }) => state === 'reopened')
    await until(() => relay.clients()[0]?.sockets === 10)
    expect(clock.monotonicMs() - backMs).toBeLessThanOrEqual(10_000)
    expect(reopened).toMatchObject({ publicUrl, detail: 'the same public URL is back' })
    expect(relay.clients()).toEqual([{ id: NAME, sockets: 10 }])
    expect(new Set(dataPorts()).size).toBe(differentPorts)
    expect((await askPublic(publicUrl)).status).toBe(200)
  },
)
