import { expect, test } from 'vitest'
import type {
  Attempt,
  Delivery,
  PlannedNotification,
  PlannedSession,
} from '../../src/contract/delivery.ts'
import { verdictOf } from '../../src/contract/delivery.ts'
import { retryDelaysMs } from '../../src/contract/retry-schedule.ts'
import { attemptOnce } from '../../src/delivery/attempt.ts'
import { runSequence, type SequenceOptions } from '../../src/delivery/run-sequence.ts'
import { fixedToken, type TokenSource } from '../../src/delivery/token-source.ts'
import { loadGotExchange } from '../../src/exchange/got-exchange.ts'
import { systemClock } from '../../src/system-clock.ts'
import { startEndpoint, type Received, type Respond } from '../helpers/endpoint.ts'
import { createVirtualClock, type VirtualClock } from '../helpers/virtual-clock.ts'
import { steadyMs } from '../helpers/steady-clock.ts'

const exchange = await loadGotExchange()
const VENDOR_TIMES_MS = [0, 30_000, 105_000, 292_500, 761_250, 1_933_125]

function session(...statuses: string[]): PlannedSession {
  const identity = { interviewId: 'i', externalCustomerId: null, label: 'l', flow: 'f' }
  const notifications = statuses.map((onboardingStatus): PlannedNotification => ({
    session: identity,
    onboardingStatus,
    body: Buffer.from(`{"s":"${onboardingStatus}","n":1.0}`),
    gapMs: 0,
  }))
  return { session: identity, notifications }
}

interface Run {
  readonly deliveries: readonly Delivery[]
  readonly attempts: Attempt[]
  readonly received: Received[]
  /** Virtual times at which requests arrived. */
  readonly arrivedMs: number[]
}

interface RunOptions extends Partial<SequenceOptions> {
  readonly clock?: VirtualClock
  readonly tokens?: TokenSource
}

async function run(respond: Respond, statuses: string[], options: RunOptions = {}): Promise<Run> {
  const { clock = createVirtualClock(), tokens = fixedToken(null) } = options
  const attempts: Attempt[] = []
  const arrivedMs: number[] = []
  const endpoint = await startEndpoint((response, received, index) => {
    arrivedMs.push(clock.monotonicMs())
    respond(response, received, index)
  })
  const target = {
    url: new URL(endpoint.url),
    headers: [],
    userAgent: 't',
    timeoutMs: 5000,
    verifyCertificate: true,
  }
  const signal = options.signal ?? new AbortController().signal
  const { deliveries } = await runSequence({
    sessions: [session(...statuses)],
    attempt: (notification, place) =>
      clock.during(() =>
        attemptOnce(notification, place, {
          exchange,
          endpoint: target,
          tokens,
          judge: {},
          clock,
          signal,
        }),
      ),
    retryDelaysMs: retryDelaysMs('vendor'),
    retryOrder: 'free',
    stopOnGone: false,
    stopOnFailure: false,
    onSending: () => {},
    onWaiting: () => {},
    onDelivery: () => {},
    ...options,
    onAttempt: (attempt) => {
      attempts.push(attempt)
      options.onAttempt?.(attempt)
    },
    clock,
    signal,
  })
  return { deliveries, attempts, received: endpoint.received, arrivedMs }
}

/** Answers each request with the next of these statuses, and the last one from then on. */
function inTurn(...statuses: number[]): Respond {
  return (response, _, index) =>
    void response.writeHead(statuses[Math.min(index, statuses.length - 1)] ?? 204).end()
}

/** Answers by what the body says. */
function byStatus(name: string, ...statuses: number[]): Respond {
  let seen = 0
  return (response, { body }) => {
    const isIt = body.toString().includes(`"${name}"`)
    response.writeHead(isIt ? (statuses[seen++] ?? 204) : 204).end()
  }
}

test('the six attempts fall at the six times of the vendor, with equal bytes', async () => {
  const { attempts, arrivedMs, received, deliveries } = await run(inTurn(500), ['A'])
  expect(attempts.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6])
  for (const [index, expected] of VENDOR_TIMES_MS.entries()) {
    expect(Math.abs((arrivedMs[index] ?? 0) - expected)).toBeLessThanOrEqual(50)
    expect(Math.abs((attempts[index]?.dueAtMs ?? 0) - expected)).toBeLessThanOrEqual(50)
  }
  expect(new Set(received.map(({ body }) => body.toString('hex'))).size).toBe(1)
  expect(received[0]?.body.toString()).toBe('{"s":"A","n":1.0}')
  expect(deliveries.map((delivery) => verdictOf(delivery).verdict)).toEqual(['rejected'])
})

test('with --time-scale 1000x the same happens against the real clock', async () => {
  const real = {
    ...systemClock,
    during: <T>(work: () => Promise<T>) => work(),
    jumpWallClock: () => {},
    oversleepBy: () => {},
  }
  const { attempts, received } = await run(inTurn(500), ['A'], {
    clock: real,
    retryDelaysMs: retryDelaysMs('vendor', 1000),
  })
  expect(attempts).toHaveLength(6)
  expect(new Set(received.map(({ body }) => body.toString('hex'))).size).toBe(1)
  for (const [index, attempt] of attempts.entries()) {
    expect(attempt.dueAtMs).toBeGreaterThanOrEqual((VENDOR_TIMES_MS[index] ?? 0) / 1000)
  }
})

test('S11: five failures and then a 204 is an acknowledgement with six attempts', async () => {
  const { deliveries } = await run(inTurn(500, 500, 500, 500, 500, 204), ['A'])
  expect(deliveries[0]?.attempts).toHaveLength(6)
  expect(deliveries.map((delivery) => verdictOf(delivery).verdict)).toEqual(['acknowledged'])
})

test('S11: six failures are exactly six requests', async () => {
  expect((await run(inTurn(500), ['A'])).received).toHaveLength(6)
})

test('S11: a 410 ends the delivery when that is asked for, and not otherwise', async () => {
  expect((await run(inTurn(410), ['A'], { stopOnGone: true })).received).toHaveLength(1)
  expect((await run(inTurn(410), ['A'])).received).toHaveLength(6)
})

test('the legacy policy tries once more, and none does not', async () => {
  expect(
    (await run(inTurn(500), ['A'], { retryDelaysMs: retryDelaysMs('legacy') })).received,
  ).toHaveLength(2)
  expect((await run(inTurn(500), ['A'], { retryDelaysMs: [] })).received).toHaveLength(1)
})

test('S10: whatever Retry-After says, the delays are those of the vendor', async () => {
  for (const retryAfter of [
    '99999999999',
    '-1',
    'abc',
    'Thu, 01 Jan 2099 00:00:00 GMT',
    'Thu, 01 Jan 1970 00:00:00 GMT',
  ]) {
    const { arrivedMs, attempts } = await run(
      (response, _, index) =>
        void response.writeHead(index < 1 ? 503 : 204, { 'retry-after': retryAfter }).end(),
      ['A'],
    )
    expect(arrivedMs).toEqual([0, 30_000])
    expect(attempts[0]?.verdict.warnings).toEqual(['RETRY_AFTER_IGNORED'])
  }
})

test('a 429 is retried like any rejection', async () => {
  expect((await run(inTurn(429, 204), ['A'])).arrivedMs).toEqual([0, 30_000])
})

test('while one notification waits, the later ones of its session go on', async () => {
  const { received, deliveries } = await run(byStatus('A', 500), ['A', 'B', 'C'])
  expect(received.map(({ body }) => body.toString().slice(6, 7))).toEqual(['A', 'B', 'C', 'A'])
  expect(deliveries.map(({ notification }) => notification.onboardingStatus)).toEqual([
    'A',
    'B',
    'C',
  ])
})

test('with a blocking order they wait with it', async () => {
  const { received } = await run(byStatus('A', 500), ['A', 'B', 'C'], { retryOrder: 'blocking' })
  expect(received.map(({ body }) => body.toString().slice(6, 7))).toEqual(['A', 'A', 'B', 'C'])
})

test('S12: a jump of the wall clock, and a laptop that slept, change nothing', async () => {
  const clock = createVirtualClock()
  const { arrivedMs } = await run(inTurn(500), ['A'], {
    clock,
    onWaiting: ({ attempt }) => {
      clock.jumpWallClock(-3_600_000)
      if (attempt === 4) clock.oversleepBy(600_000)
    },
  })
  const gaps = arrivedMs.slice(1).map((at, index) => at - (arrivedMs[index] ?? 0))
  expect(gaps[0]).toBe(30_000)
  expect(gaps[1]).toBe(75_000)
  // Ten minutes were slept away: the attempt goes out as soon as the laptop is awake again.
  expect(gaps[2]).toBe(660_000)
  expect(gaps[3]).toBe(468_750)
})

test('S13: an interruption in a wait of 1171 s ends it at once, with what was done', async () => {
  const controller = new AbortController()
  const clock = createVirtualClock()
  let abortedAtMs = 0
  const { deliveries } = await run(inTurn(500), ['A'], {
    clock: {
      ...clock,
      sleep: async (ms, signal) =>
        ms >= 60_000 && clock.monotonicMs() > 800_000
          ? systemClock.sleep(ms, signal)
          : clock.sleep(ms, signal),
    },
    signal: controller.signal,
    onWaiting: ({ attempt }) => {
      if (attempt !== 6) return
      setTimeout(() => {
        abortedAtMs = steadyMs()
        controller.abort(new Error('SIGINT'))
      }, 20)
    },
  })
  expect(steadyMs() - abortedAtMs).toBeLessThan(100)
  expect(deliveries[0]?.attempts).toHaveLength(5)
})

test('S13: a token that expired in the wait is renewed before the attempt', async () => {
  const clock = createVirtualClock()
  let issued = 0
  const { createAccessTokenSource } =
    await import('../../src/delivery/oauth/access-token-source.ts')
  const tokens = createAccessTokenSource({
    request: async () => ({ value: `token-${(issued += 1)}`, lifetimeMs: 60_000 }),
    clock,
    keepOnRefusal: false,
    onToken: () => {},
  })
  const { received } = await run(inTurn(500), ['A'], { clock, tokens })
  expect(received.map(({ headers }) => headers['authorization'])).toEqual([
    'Bearer token-1',
    'Bearer token-1',
    'Bearer token-2',
    'Bearer token-3',
    'Bearer token-4',
    'Bearer token-5',
  ])
})

test('what stops at a failure sends nothing new, and still finishes its retries', async () => {
  const { received } = await run(byStatus('A', 500, 500), ['A', 'B'], {
    stopOnFailure: true,
    retryOrder: 'blocking',
    retryDelaysMs: retryDelaysMs('legacy'),
  })
  expect(received).toHaveLength(2)
})
