import { expect, test } from 'vitest'
import type { Attempt, PlannedNotification, PlannedSession } from '../../src/contract/delivery.ts'
import { attemptOnce } from '../../src/delivery/attempt.ts'
import { runSequence, type SequenceOptions } from '../../src/delivery/run-sequence.ts'
import { fixedToken } from '../../src/delivery/token-source.ts'
import { loadGotExchange } from '../../src/exchange/got-exchange.ts'
import { createVirtualClock } from '../helpers/virtual-clock.ts'
import { systemClock } from '../../src/system-clock.ts'
import { findClosedPort, startEndpoint, type Respond } from '../helpers/endpoint.ts'

const exchange = await loadGotExchange()

function session(label: string, statuses: readonly string[], gapMs = 0): PlannedSession {
  const identity = { interviewId: label, externalCustomerId: null, label, flow: 'f' }
  const notifications = statuses.map((onboardingStatus, index): PlannedNotification => ({
    session: identity,
    onboardingStatus,
    body: Buffer.from(`${label} ${onboardingStatus}`),
    gapMs: index === 0 ? 0 : gapMs,
  }))
  return { session: identity, notifications }
}

function optionsFor(
  url: string,
  sessions: PlannedSession[],
  more: Partial<SequenceOptions> = {},
): SequenceOptions {
  const signal = more.signal ?? new AbortController().signal
  const endpoint = {
    url: new URL(url),
    headers: [],
    userAgent: 't',
    timeoutMs: 2000,
    verifyCertificate: true,
  }
  return {
    sessions,
    attempt: (notification, place) =>
      attemptOnce(notification, place, {
        exchange,
        endpoint,
        tokens: fixedToken(null),
        judge: {},
        clock: systemClock,
        signal,
      }),
    clock: systemClock,
    signal,
    stopOnFailure: false,
    retryDelaysMs: [],
    retryOrder: 'free',
    stopOnGone: false,
    onWaiting: () => {},
    onSending: () => {},
    onAttempt: () => {},
    onDelivery: () => {},
    ...more,
  }
}

const accept: Respond = (response) => void response.writeHead(204).end()
const refuseSecond: Respond = (response, _, index) =>
  void response.writeHead(index === 1 ? 500 : 204).end()

test('the notifications arrive in order, one at a time, session after session', async () => {
  let open = 0
  let most = 0
  const endpoint = await startEndpoint((response) => {
    most = Math.max(most, (open += 1))
    setImmediate(() => {
      open -= 1
      response.writeHead(204).end()
    })
  })
  const sessions = [session('a', ['1', '2', '3']), session('b', ['1', '2'])]
  const { deliveries, notSent } = await runSequence(optionsFor(endpoint.url, sessions))
  expect(endpoint.received.map(({ body }) => body.toString())).toEqual([
    'a 1',
    'a 2',
    'a 3',
    'b 1',
    'b 2',
  ])
  expect({ sent: deliveries.length, notSent: notSent.length, most }).toEqual({
    sent: 5,
    notSent: 0,
    most: 1,
  })
})

test('a rejection does not stop the sequence, unless it is asked to', async () => {
  const sessions = [session('a', ['1', '2', '3'])]
  const going = await runSequence(optionsFor((await startEndpoint(refuseSecond)).url, sessions))
  expect(going.deliveries.map(({ attempts }) => attempts[0]?.verdict.reason)).toEqual([
    null,
    'WRONG_STATUS',
    null,
  ])
  const stopped = await runSequence(
    optionsFor((await startEndpoint(refuseSecond)).url, sessions, { stopOnFailure: true }),
  )
  expect({ sent: stopped.deliveries.length, notSent: stopped.notSent.length }).toEqual({
    sent: 2,
    notSent: 1,
  })
})

test('events come as it happens: sending, attempt, delivery', async () => {
  const seen: string[] = []
  const { url } = await startEndpoint(accept)
  await runSequence(
    optionsFor(url, [session('a', ['1', '2'])], {
      onSending: ({ onboardingStatus }) => seen.push(`sending ${onboardingStatus}`),
      onAttempt: ({ number, notification }) =>
        seen.push(`attempt ${number} of ${notification.onboardingStatus}`),
      onDelivery: ({ notification }) => seen.push(`delivered ${notification.onboardingStatus}`),
    }),
  )
  expect(seen).toEqual([
    'sending 1',
    'attempt 1 of 1',
    'delivered 1',
    'sending 2',
    'attempt 1 of 2',
    'delivered 2',
  ])
})

test('the gap is waited for, and the due time says so', async () => {
  const clock = createVirtualClock()
  const attempts: Attempt[] = []
  const { url } = await startEndpoint(accept)
  await runSequence(
    optionsFor(url, [session('a', ['1', '2'], 5000)], {
      clock,
      onAttempt: (made) => attempts.push(made),
    }),
  )
  expect(attempts[0]?.dueAtMs).toBeLessThan(1000)
  expect(attempts[1]?.dueAtMs).toBeGreaterThanOrEqual(5000)
})

test('an endpoint that is not there is a result for every notification', async () => {
  const url = `http://127.0.0.1:${await findClosedPort()}/`
  const { deliveries } = await runSequence(optionsFor(url, [session('a', ['1', '2'])]))
  expect(deliveries.map(({ attempts }) => attempts[0]?.verdict.reason)).toEqual([
    'CONNECTION_REFUSED',
    'CONNECTION_REFUSED',
  ])
})

test('an abort ends a wait at once, with what was done so far', async () => {
  const controller = new AbortController()
  const { url } = await startEndpoint(accept)
  const result = await runSequence(
    optionsFor(url, [session('a', ['1', '2'], 600_000)], {
      signal: controller.signal,
      onDelivery: () => setImmediate(() => controller.abort(new Error('stop'))),
    }),
  )
  expect({ sent: result.deliveries.length, notSent: result.notSent.length }).toEqual({
    sent: 1,
    notSent: 1,
  })
})

test('an error that is no result is passed on', async () => {
  const attempt = async () => Promise.reject(new Error('a bug'))
  await expect(
    runSequence(optionsFor('http://127.0.0.1/', [session('a', ['1'])], { attempt })),
  ).rejects.toThrow('a bug')
})

test.each([
  ['answer', 300, [0, 1300, 2600, 3900]],
  ['sending', 300, [0, 1000, 2000, 3000]],
  // Late, and not in a burst to make up for it.
  ['sending', 1500, [0, 1500, 3000, 4500]],
] as const)(
  'a gap of 1 s counts from the %s before it, where an answer takes %d ms',
  async (gapsFrom, answerMs, expected) => {
    const clock = createVirtualClock()
    const sentAtMs: number[] = []
    const endpoint = await startEndpoint((response) => {
      sentAtMs.push(clock.monotonicMs())
      void clock.sleep(answerMs).then(() => response.writeHead(204).end())
    })
    const sessions = [session('a', ['1', '2', '3', '4'], 1000)]
    await runSequence(optionsFor(endpoint.url, sessions, { clock, gapsFrom }))
    expect(sentAtMs).toEqual(expected)
  },
)
