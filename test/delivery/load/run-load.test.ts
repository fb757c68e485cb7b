import { expect, test } from 'vitest'
import type { LoadProgress } from '../../../src/contract/load-progress.ts'
import { createAccessTokenSource } from '../../../src/delivery/oauth/access-token-source.ts'
import { runLoad } from '../../../src/delivery/load/run-load.ts'
import { systemClock } from '../../../src/system-clock.ts'
import { findClosedPort, startEndpoint, startFixedEndpoint } from '../../helpers/endpoint.ts'
import { createVirtualClock } from '../../helpers/virtual-clock.ts'
import { delayedExchange, loadOptionsFor, templatesOf, type SentNotification } from './load-rig.ts'

test('an interruption gives the part that was done, and ends what is in flight', async () => {
  const controller = new AbortController()
  const endpoint = await startEndpoint((response, { body }) => {
    const { onboardingStatus } = JSON.parse(body.toString()) as SentNotification
    if (onboardingStatus === 'A') return void response.writeHead(204).end()
    hanging += 1
    if (hanging === 3) controller.abort(new Error('stop'))
  })
  let hanging = 0
  const report = await runLoad(
    await loadOptionsFor(endpoint.url, {
      templates: await templatesOf({ two: ['A', 'B'] }),
      model: { kind: 'closed', concurrency: 3 },
      sessions: 1000,
      signal: controller.signal,
    }),
  )
  expect(report).toMatchObject({
    isInterrupted: true,
    sessions: { started: 3, finished: 0 },
    attempts: 3,
    acknowledged: 3,
    rejected: 0,
    reasons: {},
    unanswered: 3,
  })
  expect(report.byStatus.map(({ onboardingStatus }) => onboardingStatus)).toEqual(['A'])
})

test.each([
  { kind: 'closed', concurrency: 2 },
  { kind: 'open', ratePerSecond: 10 },
] as const)('an interruption ends the waits of the $kind model too', async (model) => {
  const controller = new AbortController()
  const { url } = await startFixedEndpoint(204)
  const report = await runLoad(
    await loadOptionsFor(url, {
      templates: await templatesOf({ slow: ['A', 'B'] }, { gapMs: 3_600_000 }),
      model,
      sessions: 3,
      signal: controller.signal,
      progressEveryMs: 5,
      onProgress: ({ attempts }) => {
        if (attempts >= 2) controller.abort(new Error('stop'))
      },
    }),
  )
  expect(report.isInterrupted).toBe(true)
  expect(report.sessions.finished).toBe(0)
  expect(report.attempts).toBe(report.sessions.started)
})

test.each([
  { kind: 'closed', concurrency: 2 },
  { kind: 'open', ratePerSecond: 10 },
] as const)('a run of the $kind model that was interrupted before sends nothing', async (model) => {
  const { url, received } = await startFixedEndpoint(204)
  const signal = AbortSignal.abort(new Error('stop'))
  const report = await runLoad(await loadOptionsFor(url, { model, sessions: 3, signal }))
  expect(report).toMatchObject({ isInterrupted: true, attempts: 0, slices: [{ attempts: 0 }] })
  expect(received).toEqual([])
})

test('an interruption while a token is waited for is no attempt', async () => {
  const controller = new AbortController()
  const { url } = await startFixedEndpoint(204)
  const tokens = {
    get: async (): Promise<string> => {
      controller.abort(new Error('stop'))
      throw controller.signal.reason
    },
    refuse: () => false,
  }
  const { signal } = controller
  const report = await runLoad(await loadOptionsFor(url, { tokens, signal, sessions: 3 }))
  expect(report).toMatchObject({
    isInterrupted: true,
    sessions: { started: 1, finished: 0 },
    attempts: 0,
  })
})

test('an endpoint that is not there is a reason in the report', async () => {
  const url = `http://127.0.0.1:${await findClosedPort()}/`
  const report = await runLoad(await loadOptionsFor(url, { sessions: 4 }))
  expect(report).toMatchObject({
    attempts: 4,
    rejected: 4,
    reasons: { CONNECTION_REFUSED: 4 },
    latency: { count: 4 },
    sessions: { started: 4, finished: 4 },
  })
})

test.each([
  { kind: 'closed', concurrency: 3 },
  { kind: 'open', ratePerSecond: 1000 },
] as const)('a bug ends the run of the $kind model, and whatever is in flight', async (model) => {
  let calls = 0
  const aborted: string[] = []
  const exchange = async ({ signal }: { signal: AbortSignal }): Promise<never> => {
    calls += 1
    if (calls === 3) throw new Error('a bug')
    return new Promise((_, reject) => {
      signal.addEventListener('abort', () => {
        aborted.push('aborted')
        reject(signal.reason as Error)
      })
    })
  }
  const options = await loadOptionsFor('http://127.0.0.1:9/', { exchange, model, sessions: 3 })
  await expect(runLoad(options)).rejects.toThrow('a bug')
  expect(aborted).toEqual(['aborted', 'aborted'])
})

test('O8: two hundred sessions at once make one token request, and all carry the token', async () => {
  let requests = 0
  const tokens = createAccessTokenSource({
    request: async () => {
      requests += 1
      await systemClock.sleep(5)
      return { value: 'one-for-all', lifetimeMs: 600_000 }
    },
    clock: systemClock,
    keepOnRefusal: false,
    onToken: () => {},
  })
  const { url, received } = await startFixedEndpoint(204)
  const { acknowledged } = await runLoad(
    await loadOptionsFor(url, {
      tokens,
      model: { kind: 'closed', concurrency: 200 },
      sessions: 200,
    }),
  )
  expect({ requests, acknowledged }).toEqual({ requests: 1, acknowledged: 200 })
  expect(new Set(received.map(({ headers }) => headers['authorization']))).toEqual(
    new Set(['Bearer one-for-all']),
  )
})

test('a refused token is renewed once for all, and the new one is what goes out', async () => {
  let requests = 0
  const tokens = createAccessTokenSource({
    request: async () => {
      requests += 1
      await systemClock.sleep(1)
      return { value: `token-${requests}`, lifetimeMs: 600_000 }
    },
    clock: systemClock,
    keepOnRefusal: false,
    onToken: () => {},
  })
  const endpoint = await startEndpoint((response, { headers }) => {
    response.writeHead(headers['authorization'] === 'Bearer token-1' ? 401 : 204).end()
  })
  const report = await runLoad(
    await loadOptionsFor(endpoint.url, {
      tokens,
      model: { kind: 'closed', concurrency: 20 },
      sessions: 40,
    }),
  )
  expect(requests).toBe(2)
  expect(report).toMatchObject({ acknowledged: 40, rejected: report.reasons.WRONG_STATUS })
})

test('the headers of the endpoint go with every notification, and their names are told as secret', async () => {
  const { url, received } = await startFixedEndpoint(204)
  const options = await loadOptionsFor(url, { sessions: 3 })
  const report = await runLoad({
    ...options,
    endpoint: { ...options.endpoint, headers: [['X-Api-Key', 'k1']] },
  })
  expect(received.map(({ headers }) => headers['x-api-key'])).toEqual(['k1', 'k1', 'k1'])
  expect(report.secretHeaders).toEqual(['authorization', 'x-api-key'])
})

test('every session has ids of its own, the same in all of its notifications', async () => {
  const { url, received } = await startFixedEndpoint(204)
  await runLoad(
    await loadOptionsFor(url, { templates: await templatesOf({ two: ['A', 'B'] }), sessions: 3 }),
  )
  const sent = received.map(({ body }) => JSON.parse(body.toString()) as Record<string, string>)
  expect(new Set(sent.map(({ interviewId }) => interviewId)).size).toBe(3)
  expect(sent.every(({ interviewId }) => /^[0-9a-f]{24}$/.test(interviewId ?? ''))).toBe(true)
  expect(sent.map(({ externalCustomerId }) => externalCustomerId)).toEqual([
    ...['Customer#0001', 'Customer#0001', 'Customer#0002', 'Customer#0002'],
    ...['Customer#0003', 'Customer#0003'],
  ])
})

test('a duplicate is sent right after, byte for byte, and counts', async () => {
  const { url, received } = await startFixedEndpoint(204)
  const { attempts } = await runLoad(
    await loadOptionsFor(url, {
      templates: await templatesOf({ two: ['A', 'B'] }),
      duplicate: 1,
    }),
  )
  const [a, copyOfA, b, copyOfB] = received.map(({ body }) => body.toString())
  expect({ attempts, a, b }).toEqual({ attempts: 4, a: copyOfA, b: copyOfB })
  expect(a).not.toBe(b)
})

test('the report tells the run, its thresholds judged', async () => {
  const clock = createVirtualClock()
  const { url } = await startFixedEndpoint(204)
  const report = await runLoad(
    await loadOptionsFor(url, {
      clock,
      exchange: await delayedExchange(clock, () => 100),
      sessions: 20,
      seed: 42,
      assertions: [
        { text: 'p99<99ms', metric: 'p99', operator: '<', threshold: 99 },
        { text: 'p95<=100', metric: 'p95', operator: '<=', threshold: 100 },
        { text: 'rate>=10', metric: 'rate', operator: '>=', threshold: 10 },
        { text: 'rejected<1%', metric: 'rejected', operator: '<', threshold: 1 },
      ],
    }),
  )
  expect(report).toMatchObject({
    version: '1.2.3',
    url,
    startedAt: new Date(Date.UTC(2026, 0, 1)),
    durationMs: 2000,
    model: { kind: 'closed', concurrency: 1 },
    seed: 42,
    workers: 1,
    latency: {
      count: 20,
      mean: expect.closeTo(100, 0),
      p50: 100,
      p90: 100,
      p99: 100,
      p999: 100,
      max: 100,
    },
    assertions: [
      { text: 'p99<99ms', actual: 100, isHeld: false },
      { text: 'p95<=100', actual: 100, isHeld: true },
      { text: 'rate>=10', actual: 10, isHeld: true },
      { text: 'rejected<1%', actual: 0, isHeld: true },
    ],
  })
  expect(report.slices).toEqual(
    Array.from({ length: 20 }, (_, index) => ({
      fromMs: index * 100,
      lengthMs: 100,
      attempts: 1,
      rejected: 0,
      p50: 100,
      p99: 100,
      inFlight: index === 19 ? 0 : 1,
    })),
  )
  expect(Object.keys(report)).not.toContain('warmup')
  expect(Object.keys(report)).not.toContain('unanswered')
  expect(Object.keys(report)).not.toContain('startLateness')
})

test('progress is told through the run and once at its end', async () => {
  const clock = createVirtualClock()
  const { url } = await startFixedEndpoint(500)
  const told: LoadProgress[] = []
  await runLoad(
    await loadOptionsFor(url, {
      clock,
      exchange: await delayedExchange(clock, () => 100),
      sessions: 10,
      warmupMs: 500,
      progressEveryMs: 430,
      onProgress: (progress) => told.push(progress),
    }),
  )
  expect(told.map(({ elapsedMs }) => elapsedMs)).toEqual([430, 860, 1290, 1500])
  expect(told[0]).toMatchObject({ isWarmingUp: true, attempts: 0, p50: null, share: 0 })
  expect(told[0]?.sessions).toEqual({ started: 0, finished: 0, inFlight: 1 })
  expect(told.at(-1)).toMatchObject({
    isWarmingUp: false,
    sessions: { started: 10, finished: 10, inFlight: 0 },
    attempts: 10,
    rejected: 10,
    reasons: { WRONG_STATUS: 10 },
    // Three since the one before.
    ratePerSecond: expect.closeTo(3 / 0.21, 6),
    p50: 100,
    p99: 100,
    share: 1,
  })
})
