import { expect, test } from 'vitest'
import { openLocaltunnel } from '../../../src/tunnel/localtunnel.ts'
import { fastClock, keep, openRelay, tunnelRig } from '../rig.ts'
import { carryExchanges, startPlannedApp } from './carry-exchanges.ts'
import { seedOr } from './seed.ts'

test('100 random bodies come through the simulator unchanged, both ways, 50 at once', async () => {
  const seed = seedOr(1)
  const { relay } = await openRelay()
  const app = await startPlannedApp(seed)
  const { options } = tunnelRig({
    localPort: app.port,
    relayUrl: relay.url,
    // In fast time a busy machine would let probes fail.
    clock: fastClock(1),
  })
  const { publicUrl } = await keep(openLocaltunnel(options))
  const { carried, wrong } = await carryExchanges(publicUrl, { seed, count: 100, atOnce: 50 })
  expect(wrong, `TEST_SEED=${seed}`).toEqual([])
  expect(carried).toBe(100)
})
