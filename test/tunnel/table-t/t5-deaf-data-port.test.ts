import { expect, test } from 'vitest'
import { openLocaltunnel } from '../../../src/tunnel/localtunnel.ts'
import { askPublic, echo, fastClock, keep, openRelay, startApp, tunnelRig } from '../rig.ts'
import { hasDeafPorts, startDeafPort } from './deaf-port.ts'

const clock = fastClock(10)

/** A relay that gives a data port which drops every SYN, at first so many times. */
async function openHalfDeaf(deafTimes: number) {
  const { relay } = await openRelay({ clock })
  const deafPort = await startDeafPort()
  let asked = 0
  const front = await startApp(({ url = '/' }, response) => {
    asked += 1
    const isDeaf = asked <= deafTimes
    void fetch(`${relay.url}${url}`).then(async (answer) => {
      const grant = (await answer.json()) as object
      response.end(JSON.stringify(isDeaf ? { ...grant, port: deafPort } : grant))
    })
  })
  return { relay, url: `http://127.0.0.1:${front.port}`, asked: () => asked }
}

test.skipIf(!hasDeafPorts)(
  'a data port that drops every SYN is given up after 5 s, and another one is asked for (T5, SYN drop, from the start)',
  async () => {
    const { url, asked } = await openHalfDeaf(1)
    const app = await startApp(echo)
    const { options, log } = tunnelRig({ localPort: app.port, relayUrl: url, clock })
    const startMs = clock.monotonicMs()
    const { publicUrl } = await keep(openLocaltunnel(options))
    expect(clock.monotonicMs() - startMs).toBeLessThan(15_000)
    expect(asked()).toBe(2)
    expect((await askPublic(publicUrl)).status).toBe(200)
    expect(log.all.map(({ state }) => state)).toEqual(['opening', 'up'])
  },
)

test.skipIf(!hasDeafPorts)(
  'a relay whose data port drops every SYN makes way for the next relay (T5, SYN drop, from the start)',
  async () => {
    const first = await openHalfDeaf(100)
    const second = await openRelay({ clock })
    const app = await startApp(echo)
    const { options } = tunnelRig({
      localPort: app.port,
      relayUrl: first.url,
      moreRelayUrls: [second.relay.url],
      clock,
    })
    const { publicUrl } = await keep(openLocaltunnel(options))
    expect(new URL(publicUrl).port).toBe(String(second.relay.port))
    expect(first.asked()).toBe(1)
  },
)
