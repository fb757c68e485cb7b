import { expect, test } from 'vitest'
import { systemClock } from '../../src/system-clock.ts'
import { openLocaltunnel } from '../../src/tunnel/localtunnel.ts'
import { carryExchanges, startPlannedApp } from '../tunnel/proof/carry-exchanges.ts'
import { seedOr } from '../tunnel/proof/seed.ts'
import { keep, openRelay, tunnelRig } from '../tunnel/rig.ts'

test('1,000 random bodies come through the simulator unchanged, both ways, 50 at once', async () => {
  const seed = seedOr(Date.now() % 1_000_000)
  const { relay } = await openRelay()
  const app = await startPlannedApp(seed)
  const over = { localPort: app.port, relayUrl: relay.url, clock: systemClock }
  const { options, log } = tunnelRig(over)
  const { publicUrl } = await keep(openLocaltunnel(options))
  const startedMs = performance.now()
  const run = await carryExchanges(publicUrl, { seed, count: 1000, atOnce: 50 })
  const took = ((performance.now() - startedMs) / 1000).toFixed(1)
  console.log(`seed ${seed}: ${run.carried} exchanges, ${run.bytes} bytes in ${took} s`)
  expect(run.wrong, `TEST_SEED=${seed}`).toEqual([])
  expect(run.carried).toBe(1000)
  expect(log.all.map(({ state }) => state)).toEqual(['opening', 'up'])
})
