import { expect, test } from 'vitest'
import { openLocaltunnel } from '../../../src/tunnel/localtunnel.ts'
import { askPublic, echo, fastClock, keep, openRelay, startApp, tunnelRig } from '../rig.ts'
import { hasDeafPorts, startDeafPort } from './deaf-port.ts'

const clock = fastClock(10)

/** A relay that gives a data port which drops every SYN, with these of its registrations, counted from 1. */
async function openHalfDeaf(isDeafAt: (registration: number) => boolean) {
  const { relay } = await openRelay({ clock })
  const deafPort = await startDeafPort()
  let asked = 0
  const front = await startApp(({ url = '/' }, response) => {
    asked += 1
    const isDeaf = isDeafAt(asked)
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
    const { url, asked } = await openHalfDeaf((registration) => registration === 1)
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
    const first = await openHalfDeaf(() => true)
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

test.skipIf(!hasDeafPorts)(
  'a data port that drops every SYN after a restart is given up after 5 s, and the tunnel comes back under its name (T5, SYN drop, after a restart)',
  async () => {
    const { relay, url, asked } = await openHalfDeaf((registration) => registration === 2)
    const app = await startApp(echo)
    const over = { localPort: app.port, relayUrl: url, subdomain: 'my-name', clock }
    const { options, log } = tunnelRig(over)
    const { publicUrl } = await keep(openLocaltunnel(options))
    await relay.restart()
    const gaveUp = await log.waitFor(({ detail }) => detail.startsWith('try 1: '))
    expect(gaveUp.detail).toMatch(
      /^try 1: the data port \d+ could not be reached: no answer within 5 s$/,
    )
    const startMs = clock.monotonicMs()
    const reopened = await log.waitFor(({ state }) => state === 'reopened')
    // Our relay keeps the name for the try that came to nothing for 30 s: see the limits of this table.
    expect(clock.monotonicMs() - startMs).toBeLessThan(40_000)
    expect(reopened.publicUrl).toBe(publicUrl)
    expect(asked()).toBeGreaterThanOrEqual(3)
    expect((await askPublic(publicUrl)).status).toBe(200)
  },
)
