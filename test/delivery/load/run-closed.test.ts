import { expect, test } from 'vitest'
import { runLoad } from '../../../src/delivery/load/run-load.ts'
import { loadGotExchange } from '../../../src/exchange/got-exchange.ts'
import { startEndpoint, startFixedEndpoint } from '../../helpers/endpoint.ts'
import { createVirtualClock } from '../../helpers/virtual-clock.ts'
import {
  delayedExchange,
  loadOptionsFor,
  noteSendings,
  templatesOf,
  type SentNotification,
} from './load-rig.ts'

const STATUSES = ['A', 'B', 'C', 'D', 'E']

test('every session keeps its order, the next one after the answer, with many in flight', async () => {
  const order = new Map<string, string[]>()
  const open = new Set<string>()
  const overlaps: string[] = []
  let most = 0
  const endpoint = await startEndpoint((response, { body }, index) => {
    const { interviewId, onboardingStatus } = JSON.parse(body.toString()) as SentNotification
    if (open.has(interviewId)) overlaps.push(interviewId)
    open.add(interviewId)
    most = Math.max(most, open.size)
    order.set(interviewId, [...(order.get(interviewId) ?? []), onboardingStatus])
    const answer = (): void => {
      open.delete(interviewId)
      response.writeHead(204).end()
    }
    // Some answers overtake others.
    setTimeout(answer, index % 3)
  })
  const report = await runLoad(
    await loadOptionsFor(endpoint.url, {
      templates: await templatesOf({ long: STATUSES }),
      model: { kind: 'closed', concurrency: 8 },
      sessions: 30,
    }),
  )
  expect([...order.values()]).toEqual(Array.from({ length: 30 }, () => STATUSES))
  expect(overlaps).toEqual([])
  expect(most).toBeGreaterThan(1)
  expect(most).toBeLessThanOrEqual(8)
  expect(report).toMatchObject({
    sessions: { started: 30, finished: 30 },
    attempts: 150,
    acknowledged: 150,
    rejected: 0,
    isInterrupted: false,
  })
  expect(
    report.byStatus.map(({ onboardingStatus, latency }) => [onboardingStatus, latency.count]),
  ).toEqual(STATUSES.map((status) => [status, 30]))
})

test('the concurrency grows linearly through the ramp', async () => {
  const clock = createVirtualClock()
  const { url } = await startFixedEndpoint(204)
  const noted = noteSendings(await delayedExchange(clock, () => 100_000), clock)
  await runLoad(
    await loadOptionsFor(url, {
      clock,
      exchange: noted.exchange,
      model: { kind: 'closed', concurrency: 4 },
      sessions: 4,
      rampMs: 4000,
    }),
  )
  expect(noted.sentMs).toEqual([0, 1000, 2000, 3000])
})

test('the warm-up is counted apart, and the sessions and the time after it are those asked for', async () => {
  const clock = createVirtualClock()
  const { url } = await startFixedEndpoint(500)
  const exchange = await delayedExchange(clock, (sentMs) => (sentMs < 1000 ? 100 : 50))
  const report = await runLoad(
    await loadOptionsFor(url, { clock, exchange, sessions: 5, warmupMs: 1000 }),
  )
  expect(report).toMatchObject({
    warmup: { sessions: 10, attempts: 10, rejected: 10 },
    sessions: { started: 5, finished: 5 },
    attempts: 5,
    rejected: 5,
    reasons: { WRONG_STATUS: 5 },
    durationMs: 250,
    latency: { count: 5, max: 50 },
  })
})

test('after the duration no session begins, and those in flight are let finish', async () => {
  const clock = createVirtualClock()
  const { url, received } = await startFixedEndpoint(204)
  const exchange = await delayedExchange(clock, () => 400)
  const report = await runLoad(
    await loadOptionsFor(url, {
      clock,
      exchange,
      templates: await templatesOf({ two: ['A', 'B'] }),
      model: { kind: 'closed', concurrency: 2 },
      sessions: null,
      durationMs: 1000,
    }),
  )
  expect(report.sessions).toEqual({ started: 4, finished: 4 })
  expect({ attempts: report.attempts, received: received.length }).toEqual({
    attempts: 8,
    received: 8,
  })
  expect(report.durationMs).toBe(1600)
})

test('the limit that is reached first ends the run', async () => {
  const clock = createVirtualClock()
  const { url } = await startFixedEndpoint(204)
  const exchange = await delayedExchange(clock, () => 100)
  const run = async (sessions: number, durationMs: number) =>
    (await runLoad(await loadOptionsFor(url, { clock, exchange, sessions, durationMs }))).sessions
  expect(await run(3, 1000)).toEqual({ started: 3, finished: 3 })
  expect(await run(100, 1000)).toEqual({ started: 10, finished: 10 })
})

test('a gap counts from the answer, and the latency from the sending', async () => {
  const clock = createVirtualClock()
  const { url } = await startFixedEndpoint(204)
  const noted = noteSendings(await delayedExchange(clock, () => 300), clock)
  const report = await runLoad(
    await loadOptionsFor(url, {
      clock,
      exchange: noted.exchange,
      templates: await templatesOf({ three: ['A', 'B', 'C'] }, { gapMs: 1000 }),
    }),
  )
  expect(noted.sentMs).toEqual([0, 1300, 2600])
  expect(report.latency).toMatchObject({ count: 3, p50: 300, max: 300 })
})

test('a rejected notification is sent again as in send-sequence, and each attempt counts', async () => {
  const clock = createVirtualClock()
  const endpoint = await startEndpoint(
    (response, _, index) => void response.writeHead(index === 0 ? 503 : 204).end(),
  )
  const exchange = await delayedExchange(clock, () => 10)
  const run = await loadOptionsFor(endpoint.url, {
    clock,
    exchange,
    templates: await templatesOf({ two: ['A', 'B'] }),
    retryDelaysMs: [1000],
  })
  const report = await runLoad(run)
  const sent = endpoint.received.map(
    ({ body }) => (JSON.parse(body.toString()) as SentNotification).onboardingStatus,
  )
  expect(sent).toEqual(['A', 'B', 'A'])
  expect(endpoint.received[2]?.body).toEqual(endpoint.received[0]?.body)
  expect(report).toMatchObject({
    attempts: 3,
    acknowledged: 2,
    rejected: 1,
    reasons: { WRONG_STATUS: 1 },
    durationMs: 1020,
    latency: { max: 10 },
  })
  await runLoad({ ...run, retryOrder: 'blocking', retryDelaysMs: [] })
  expect(endpoint.received).toHaveLength(5)
})

test('with blocking retries the next notification waits for the end of the one before', async () => {
  const clock = createVirtualClock()
  const endpoint = await startEndpoint(
    (response, _, index) => void response.writeHead(index === 0 ? 503 : 204).end(),
  )
  await runLoad(
    await loadOptionsFor(endpoint.url, {
      clock,
      exchange: await delayedExchange(clock, () => 10),
      templates: await templatesOf({ two: ['A', 'B'] }),
      retryDelaysMs: [1000],
      retryOrder: 'blocking',
    }),
  )
  const sent = endpoint.received.map(
    ({ body }) => (JSON.parse(body.toString()) as SentNotification).onboardingStatus,
  )
  expect(sent).toEqual(['A', 'A', 'B'])
})

test('a load without a limit is refused', async () => {
  const exchange = await loadGotExchange()
  const options = await loadOptionsFor('http://127.0.0.1/', { exchange, sessions: null })
  await expect(runLoad(options)).rejects.toThrow('a load needs a limit')
})

test('a run ends with its last session, though lanes of the ramp have not begun', async () => {
  const clock = createVirtualClock()
  const { url } = await startFixedEndpoint(204)
  const report = await runLoad(
    await loadOptionsFor(url, {
      templates: await templatesOf({ one: ['A'] }),
      model: { kind: 'closed', concurrency: 10 },
      sessions: 5,
      rampMs: 60_000,
      clock,
      exchange: await delayedExchange(clock, () => 10),
    }),
  )
  expect(report.attempts).toBe(5)
  expect(report.durationMs).toBeLessThan(1000)
})
