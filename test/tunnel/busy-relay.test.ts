import { expect, test } from 'vitest'
import { openLocaltunnel } from '../../src/tunnel/localtunnel.ts'
import { retryAfterMs } from '../../src/contract/retry-after.ts'
import { findClosedPort } from '../helpers/endpoint.ts'
import { echo, fastClock, keep, openRelay, startApp, tunnelRig } from './rig.ts'

const clock = fastClock(25)

/** At this pace an answer that took a few real milliseconds has taken a part of a second. */
const PATIENT = { registerTimeoutMs: 600_000, connectTimeoutMs: 600_000 }

const NOW = new Date('2026-01-01T00:00:00Z')

test.each([
  [undefined, 0],
  ['20', 20_000],
  [' 0 ', 0],
  ['99999999999', 60_000],
  ['-1', 0],
  ['abc', 0],
  ['Thu, 01 Jan 2026 00:00:07 GMT', 7000],
  ['Thursday, 01-Jan-26 00:00:07 GMT', 7000],
  ['Wed, 31 Dec 2025 23:59:59 GMT', 0],
  ['Thu, 01 Jan 2099 00:00:00 GMT', 60_000],
  ['Thu, not a date', 0],
])('a relay that says Retry-After: %s is left alone for %d ms', (value, ms) => {
  expect(retryAfterMs(value, NOW)).toBe(ms)
})

/** A relay that has no room for so many tries, and when it was asked. */
async function startBusy(status: number, retryAfter: string, times: number) {
  const { relay } = await openRelay({ clock })
  const askedMs: number[] = []
  const { port } = await startApp(({ url }, response) => {
    askedMs.push(clock.monotonicMs())
    if (askedMs.length > times) {
      return void fetch(`${relay.url}${url}`).then(async (answer) =>
        response.end(await answer.text()),
      )
    }
    response.writeHead(status, { 'retry-after': retryAfter })
    return void response.end('{"message":"you have too many tunnels"}')
  })
  return { url: `http://127.0.0.1:${port}`, askedMs }
}

test.each([429, 503])(
  'a relay that answers a registration with %d is asked again after its Retry-After, no sooner',
  async (status) => {
    const busy = await startBusy(status, '20', 1)
    const app = await startApp(echo)
    const { options } = tunnelRig({
      localPort: app.port,
      relayUrl: busy.url,
      openTimeoutMs: 300_000,
      clock,
    })
    await keep(openLocaltunnel(options, PATIENT))
    const [first = 0, second = 0] = busy.askedMs
    expect(busy.askedMs).toHaveLength(2)
    expect(second - first).toBeGreaterThanOrEqual(20_000)
  },
)

test('the words of a relay that has no room are told, and those of a page are not', async () => {
  const busy = await startBusy(429, '60', 9)
  const over = { localPort: 1, relayUrl: busy.url, openTimeoutMs: 3000, clock }
  await expect(openLocaltunnel(tunnelRig(over).options, PATIENT)).rejects.toMatchObject({
    code: 'TUNNEL_UNAVAILABLE',
    message: expect.stringMatching(/the relay answered 429: you have too many tunnels$/) as string,
  })
  const { port } = await startApp((_request, response) => {
    response.writeHead(503).end('<html><h1>Service Unavailable</h1></html>')
  })
  const page = tunnelRig({ ...over, relayUrl: `http://127.0.0.1:${port}` })
  await expect(openLocaltunnel(page.options, PATIENT)).rejects.toThrow(/the relay answered 503$/)
})

test('a relay that wants to be left alone holds up no other one, which is not asked more often', async () => {
  const busy = await startBusy(429, '60', 9)
  const away = `http://127.0.0.1:${await findClosedPort()}`
  const over = { localPort: 1, relayUrl: busy.url, moreRelayUrls: [away], clock }
  const { options, log } = tunnelRig({ ...over, openTimeoutMs: 20_000 })
  await expect(openLocaltunnel(options, PATIENT)).rejects.toThrow('ECONNREFUSED')
  expect(busy.askedMs).toHaveLength(1)
  const tries = log.all.slice(1).map(({ detail }) => detail)
  expect(tries).toEqual(tries.map(() => `asking ${away}`))
  // At 0, then after waits of 2, 4, 5 and 5 s at most.
  expect(tries.length).toBeGreaterThanOrEqual(2)
  expect(tries.length).toBeLessThanOrEqual(6)
})

test('a required name is waited for at its relay as long as that one says', async () => {
  const first = await openRelay({ clock })
  const app = await startApp(echo)
  let isBusy = false
  const askedMs: number[] = []
  const { port } = await startApp(({ url }, response) => {
    askedMs.push(clock.monotonicMs())
    if (isBusy) response.writeHead(503, { 'retry-after': '15' }).end()
    else
      void fetch(`${first.relay.url}${url}`).then(async (answer) =>
        response.end(await answer.text()),
      )
    isBusy = false
  })
  const over = { localPort: app.port, relayUrl: `http://127.0.0.1:${port}`, clock }
  const { options, log } = tunnelRig({ ...over, subdomain: 'my-name', requireSubdomain: true })
  await keep(openLocaltunnel(options, PATIENT))
  isBusy = true
  await first.relay.restart()
  await log.waitFor(({ state }) => state === 'reopened')
  const [, second = 0, third = 0] = askedMs
  expect(third - second).toBeGreaterThanOrEqual(15_000)
})
