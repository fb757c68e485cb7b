import { once } from 'node:events'
import { expect, test } from 'vitest'
import { openLocaltunnel } from '../../../src/tunnel/localtunnel.ts'
import { ask, echo, fastClock, keep, openRelay, startApp, tunnelRig } from '../rig.ts'

const clock = fastClock(25)
const NAME = 'my-name'

test('a name that was given to a registration after we gave it up is waited for, and is no one else’s (T2, hang)', async () => {
  const { relay, log: relayLog } = await openRelay({ clock })
  let isSlow = false
  const front = await startApp(({ url = '/' }, response) => {
    const answer = async (): Promise<void> => {
      if (isSlow) await once(response, 'close')
      isSlow = false
      const { status, body } = await ask({ port: relay.port, path: url })
      response.writeHead(status).end(body)
    }
    answer().catch(() => response.destroy())
  })
  const app = await startApp(echo)
  const { options, log } = tunnelRig({
    localPort: app.port,
    relayUrl: `http://127.0.0.1:${front.port}`,
    subdomain: NAME,
    requireSubdomain: true,
    clock,
  })
  const tunnel = await keep(openLocaltunnel(options))
  isSlow = true
  await relay.restart()
  const end = await Promise.race([log.waitFor(({ state }) => state === 'reopened'), tunnel.broken])
  expect(end.publicUrl).toBe(tunnel.publicUrl)
  expect(new URL(tunnel.publicUrl).hostname).toBe(`${NAME}.localhost`)
  // It was kept by nobody for 30 s, and we were refused meanwhile.
  expect(relayLog.all).toContainEqual({ type: 'client-gone', id: NAME, reason: 'never-connected' })
})
