import { expect, test } from 'vitest'
import { systemClock } from '../../src/system-clock.ts'
import { openLocaltunnel } from '../../src/tunnel/localtunnel.ts'
import { OwnClaim } from '../../src/tunnel/own-claim.ts'
import { connectStock, createLog, echo, fastClock, openRelay, startApp, tunnelRig } from './rig.ts'

const RELAY = 'http://127.0.0.1:1'

test('a claim is held for 30 s, at its relay, for its name', () => {
  let nowMs = 0
  const claim = new OwnClaim({ ...systemClock, monotonicMs: () => nowMs })
  expect(claim.heldAt(RELAY, 'my-name')).toBeNull()
  claim.note(RELAY, 'my-name', 'http://elsewhere')
  nowMs = 29_999
  expect(claim.heldAt(RELAY, 'my-name')).toMatchObject({ refusedUrl: 'http://elsewhere' })
  expect(claim.heldAt(RELAY, 'other-name')).toBeNull()
  expect(claim.heldAt('http://127.0.0.1:2', 'my-name')).toBeNull()
  nowMs = 30_000
  expect(claim.heldAt(RELAY, 'my-name')).toBeNull()
})

test('what one relay may keep for us excuses no other one, where somebody else has the name', async () => {
  const clock = fastClock(25)
  const asked = createLog<unknown>()
  const silent = await startApp(({ url }) => asked.note(url))
  const app = await startApp(echo)
  const other = await openRelay({ clock })
  await connectStock(other.relay, app.port, 'my-name')
  const { options } = tunnelRig({
    localPort: app.port,
    relayUrl: `http://127.0.0.1:${silent.port}`,
    moreRelayUrls: [other.relay.url],
    subdomain: 'my-name',
    requireSubdomain: true,
    openTimeoutMs: 20_000,
    clock,
  })
  await expect(openLocaltunnel(options)).rejects.toMatchObject({ code: 'TUNNEL_UNAVAILABLE' })
  // It is not asked again: that name is not to be had there.
  expect(other.log.all.filter(({ type }) => type === 'name-refused')).toHaveLength(1)
  expect(asked.all.length).toBeGreaterThanOrEqual(2)
})
