import { expect, test } from 'vitest'
import { createRateLimit } from '../../src/delivery/check/rate-limit.ts'
import { exchangeTogether } from '../../src/exchange/framed/exchange-together.ts'
import { framedExchange } from '../../src/exchange/framed/framed-exchange.ts'
import { loadGotExchange } from '../../src/exchange/got-exchange.ts'
import { healthy } from '../endpoints/healthy.ts'
import { startMortal } from '../endpoints/mortal-server.ts'
import { createVirtualClock, type VirtualClock } from '../helpers/virtual-clock.ts'
import { resultsOf, runRules, type Setup } from './run-rules.ts'

const NEVER = new AbortController().signal

/** Waits pass at once, and exchanges take no time of this clock. */
async function inFastTime(clock: VirtualClock): Promise<Setup> {
  const exchange = await loadGotExchange()
  return {
    clock,
    exchange: async (request) => clock.during(async () => exchange(request)),
    exchangeTogether: async (all) => clock.during(async () => exchangeTogether(all)),
    framedExchange: async (...all) => clock.during(async () => framedExchange(...all)),
  }
}

test('a turn waits until those before it are paid for', async () => {
  const clock = createVirtualClock()
  const limit = createRateLimit(10, clock)
  const beganAt: number[] = []
  for (const requests of [1, 5, 1, 1]) {
    await limit.take(requests, NEVER)
    beganAt.push(clock.monotonicMs())
  }
  expect(beganAt).toEqual([0, 100, 600, 700])
})

test('a pause is no credit for later', async () => {
  const clock = createVirtualClock()
  const limit = createRateLimit(10, clock)
  await limit.take(1, NEVER)
  await clock.sleep(5000)
  await limit.take(1, NEVER)
  await limit.take(1, NEVER)
  expect(clock.monotonicMs()).toBe(5100)
})

test('no second of a run has more requests than the rate, but for those that go at once', async () => {
  const { url } = await startMortal(healthy())
  const clock = createVirtualClock()
  const only = ['ACK-FREE-ID', 'ACK-SAMPLE', 'SUR-DUPLICATES-AT-ONCE', 'REF-NULL']
  const { results } = await runRules(url, { ...(await inFastTime(clock)), only, ratePerSecond: 10 })
  const startMs = Date.UTC(2026, 0, 1)
  const begun = results.flatMap(({ exchanges }) =>
    exchanges.map(({ startedAt }) => startedAt.getTime() - startMs),
  )
  // The ten statuses go before; and two that go at once take two places.
  const pairs = Array.from({ length: 10 }, (_, index) => 1200 + index * 200)
  expect(begun).toEqual([1000, 1100, ...pairs.flatMap((at) => [at, at]), 3200])
})

test('all rules against a healthy endpoint on this machine take 15 s at most', async () => {
  const { url } = await startMortal(healthy({ token: 'the-right-token' }))
  const clock = createVirtualClock()
  const startMs = performance.now()
  const result = await runRules(url, {
    ...(await inFastTime(clock)),
    token: 'the-right-token',
    expiredToken: 'the-token-of-before',
    limits: { slowMs: 5000, timeoutMs: 30_000 },
    ratePerSecond: 100,
  })
  // What was waited for in fast time, and what the exchanges took in real time.
  expect(clock.monotonicMs() + performance.now() - startMs).toBeLessThan(15_000)
  expect(Object.values(resultsOf(result))).not.toContain('fail')
  expect(result.summary.score).toBe(100)
})
