import { expect, test } from 'vitest'
import { runLoad, type LoadOptions } from '../../../src/delivery/load/run-load.ts'
import { startEndpoint, startFixedEndpoint } from '../../helpers/endpoint.ts'
import { createVirtualClock } from '../../helpers/virtual-clock.ts'
import { delayedExchange, loadOptionsFor, noteSendings, templatesOf } from './load-rig.ts'

const NORMAL_MS = 10

/** For two seconds nothing is answered; then all of it, within 10 ms. */
function stalledOnce(sentMs: number): number {
  return sentMs >= 3000 && sentMs < 5000 ? 5000 - sentMs + NORMAL_MS : NORMAL_MS
}

async function runStalled(more: Partial<LoadOptions>) {
  const clock = createVirtualClock()
  const { url } = await startFixedEndpoint(204)
  const exchange = await delayedExchange(clock, stalledOnce)
  return runLoad(
    await loadOptionsFor(url, { clock, exchange, sessions: null, durationMs: 10_000, ...more }),
  )
}

test('an endpoint that stalls once for 2 s shows it in the p99', async () => {
  const { latency, sessions } = await runStalled({ model: { kind: 'open', ratePerSecond: 20 } })
  expect(sessions).toEqual({ started: 200, finished: 200 })
  // Due at 3000, 3050, 3100 ms, …: 2010, 1960, 1910 ms late. Of 200, the third longest is the p99.
  expect(latency.count).toBe(200)
  expect(latency.p50).toBeCloseTo(NORMAL_MS, 1)
  expect(latency.max).toBeCloseTo(2010, -1)
  expect(latency.p99).toBeCloseTo(1910, -1)
})

test('the closed model hides the same stall, as one that waits for the endpoint must', async () => {
  const { latency } = await runStalled({ model: { kind: 'closed', concurrency: 1 } })
  expect(latency.max).toBeCloseTo(2010, -1)
  expect(latency.p99).toBeCloseTo(NORMAL_MS, 1)
})

test('those that had to wait for a place count from their due time, not from their sending', async () => {
  const { latency, startLateness } = await runStalled({
    model: { kind: 'open', ratePerSecond: 20 },
    mostInFlight: 1,
  })
  expect(latency.count).toBe(200)
  expect(latency.p99).toBeGreaterThan(1800)
  expect(startLateness?.max).toBeGreaterThan(1800)
})

test('sessions begin on schedule, whatever the endpoint does', async () => {
  const clock = createVirtualClock()
  const { url } = await startFixedEndpoint(204)
  const noted = noteSendings(await delayedExchange(clock, () => 60_000), clock)
  const report = await runLoad(
    await loadOptionsFor(url, {
      clock,
      exchange: noted.exchange,
      model: { kind: 'open', ratePerSecond: 4 },
      sessions: 5,
    }),
  )
  expect(noted.sentMs).toEqual([0, 250, 500, 750, 1000])
  expect(report.startLateness).toMatchObject({ count: 5, max: 0 })
  // Due at 0, 250, 500 and 750 ms; the fifth comes after the slice.
  expect(report.slices[0]).toMatchObject({ fromMs: 0, lengthMs: 800, inFlight: 4 })
  expect(Math.max(...report.slices.map(({ inFlight }) => inFlight))).toBe(5)
  expect(report.slices.at(-1)?.inFlight).toBe(0)
})

test('the rate grows linearly through the ramp', async () => {
  const clock = createVirtualClock()
  const { url } = await startFixedEndpoint(204)
  const noted = noteSendings(await delayedExchange(clock, () => 1), clock)
  await runLoad(
    await loadOptionsFor(url, {
      clock,
      exchange: noted.exchange,
      model: { kind: 'open', ratePerSecond: 10 },
      rampMs: 1600,
      sessions: 11,
    }),
  )
  // Eight in the ramp, at sqrt(2 n · 1.6 s / 10 per s); then ten in a second.
  const ramp = [0, 1, 2, 3, 4, 5, 6, 7].map((n) => Math.sqrt(n * 0.32) * 1000)
  expect(noted.sentMs).toHaveLength(11)
  for (const [n, due] of [...ramp, 1600, 1700, 1800].entries()) {
    expect(noted.sentMs[n]).toBeCloseTo(due, 6)
  }
})

test('the warm-up has sessions of its own', async () => {
  const clock = createVirtualClock()
  const { url } = await startFixedEndpoint(204)
  const report = await runLoad(
    await loadOptionsFor(url, {
      clock,
      exchange: await delayedExchange(clock, (sentMs) => (sentMs < 1000 ? 5000 : 10)),
      model: { kind: 'open', ratePerSecond: 10 },
      warmupMs: 1000,
      sessions: 20,
    }),
  )
  expect(report).toMatchObject({
    warmup: { sessions: 10, attempts: 10, rejected: 0 },
    sessions: { started: 20, finished: 20 },
    attempts: 20,
    latency: { count: 20, max: 10 },
    startLateness: { count: 20 },
  })
})

test.each([
  // Each is due 500 ms after the one before was: the third too, though the answers come after 800 ms.
  [500, [800, 1100, 1400]],
  // Without a gap nothing but the answer says when the next one is due.
  [0, [800, 800, 800]],
])('with a gap of %d ms the latencies of a session are %j', async (gapMs, expected) => {
  const clock = createVirtualClock()
  const { url } = await startFixedEndpoint(204)
  const { byStatus } = await runLoad(
    await loadOptionsFor(url, {
      clock,
      exchange: await delayedExchange(clock, () => 800),
      templates: await templatesOf({ three: ['A', 'B', 'C'] }, { gapMs }),
      model: { kind: 'open', ratePerSecond: 1 },
    }),
  )
  expect(byStatus.map(({ latency }) => latency.max)).toEqual(expected)
})

test('a retry counts from the end of its delay', async () => {
  const clock = createVirtualClock()
  const { url } = await startFixedEndpoint(503)
  const { latency } = await runLoad(
    await loadOptionsFor(url, {
      clock,
      exchange: await delayedExchange(clock, () => 20),
      model: { kind: 'open', ratePerSecond: 1 },
      retryDelaysMs: [30_000, 75_000],
    }),
  )
  expect(latency).toMatchObject({ count: 3, max: 20 })
})

test('the delay of a retry that holds a session back is no latency of what comes after it', async () => {
  const clock = createVirtualClock()
  const endpoint = await startEndpoint((response, _, index) => {
    response.writeHead(index === 0 ? 500 : 204).end()
  })
  const report = await runLoad(
    await loadOptionsFor(endpoint.url, {
      clock,
      exchange: await delayedExchange(clock, () => NORMAL_MS),
      templates: await templatesOf({ three: ['A', 'B', 'C'] }, { gapMs: 50 }),
      model: { kind: 'open', ratePerSecond: 1 },
      retryDelaysMs: [30_000],
      retryOrder: 'blocking',
    }),
  )
  expect(report.latency.count).toBe(4)
  expect(report.latency.max).toBeLessThan(100)
})
