import { once } from 'node:events'
import { expect, test } from 'vitest'
import { openLocaltunnel } from '../../../src/tunnel/localtunnel.ts'
import { ask, echo, fastClock, keep, openRelay, startApp, tunnelRig } from '../rig.ts'

const clock = fastClock(25)
const NAME = 'my-name'

/** A relay that grants after the registration was given up, when `isSlow` is set, once. */
async function openLateRelay() {
  const { relay, log: relayLog } = await openRelay({ clock })
  const late = { isSlow: false }
  const front = await startApp(({ url = '/' }, response) => {
    const answer = async (): Promise<void> => {
      const { isSlow } = late
      late.isSlow = false
      if (isSlow) await once(response, 'close')
      const { status, body } = await ask({ port: relay.port, path: url })
      response.writeHead(status).end(body)
    }
    answer().catch(() => response.destroy())
  })
  return { relay, relayLog, late, relayUrl: `http://127.0.0.1:${front.port}` }
}

test('a name that was given to the first registration too late is not said to be somebody else’s (T2, hang)', async () => {
  const { late, relayUrl } = await openLateRelay()
  const app = await startApp(echo)
  late.isSlow = true
  const { options, log } = tunnelRig({ localPort: app.port, relayUrl, subdomain: NAME, clock })
  const { publicUrl } = await keep(openLocaltunnel(options))
  expect(publicUrl).not.toContain(NAME)
  expect(log.all.at(-1)?.detail).toMatch(
    /^the name "my-name" is taken, or still kept for a try of ours: the relay gave "/,
  )
})

test('a name that was given to a registration after we gave it up is waited for, and is no one else’s (T2, hang)', async () => {
  const { relay, relayLog, late, relayUrl } = await openLateRelay()
  const app = await startApp(echo)
  const { options, log } = tunnelRig({
    localPort: app.port,
    relayUrl,
    subdomain: NAME,
    requireSubdomain: true,
    clock,
  })
  const tunnel = await keep(openLocaltunnel(options))
  late.isSlow = true
  await relay.restart()
  const end = await Promise.race([log.waitFor(({ state }) => state === 'reopened'), tunnel.broken])
  expect(end.publicUrl).toBe(tunnel.publicUrl)
  expect(new URL(tunnel.publicUrl).hostname).toBe(`${NAME}.localhost`)
  // It was kept by nobody for 30 s, and we were refused meanwhile.
  expect(relayLog.all).toContainEqual({ type: 'client-gone', id: NAME, reason: 'never-connected' })
})
