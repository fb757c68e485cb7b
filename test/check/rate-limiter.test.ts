import { setTimeout } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { fieldsOf, parse, type Seen } from '../endpoints/healthy.ts'
import { healthyBut, type Slip } from '../endpoints/healthy-but.ts'
import { startMortal, type Life } from '../endpoints/mortal-server.ts'
import { takesAtMost } from '../endpoints/takes-at-most.ts'
import { createVirtualClock } from '../helpers/virtual-clock.ts'
import { flawsOf, messagesOf, resultsOf, runRules, type Setup } from './run-rules.ts'

/** What `check` makes of an endpoint behind a rate limiter. */

const HIDDEN = 'hidden: a rate limiter answers 429'
const LIMITED = { status: 429, headers: { 'retry-after': '2' } }

/** Runs against an endpoint that is healthy but for the slip. */
async function runBehind(slip: Slip, setup: Setup = {}, required = {}) {
  const { url } = await startMortal(healthyBut(slip, required))
  return runRules(url, setup)
}

const AROUND_BURST = ['SUR-BURST', 'SUR-ABORT', 'REF-NULL', 'REF-ARRAY', 'SUR-LIVES-ON', 'SUR-RATE']

/** Answers 429 from the moment on at which more than twenty are in hand; `lifts` says when no more. */
function bitesInBurst(lifts: () => boolean = () => false): Slip {
  let [inHand, bites] = [0, false]
  return async (_seen: Seen, _well, { connections }: Life) => {
    inHand += 1
    bites = (bites || inHand > 20) && !lifts()
    const isLimited = bites
    // Long enough for those that come together to meet, also on a busy machine.
    if (connections() > 1) await setTimeout(300)
    inHand -= 1
    return isLimited ? LIMITED : null
  }
}

test('it is named once, and hides what it answers: nothing is called refused, alive or dead for it', async () => {
  const result = await runBehind(takesAtMost(15))
  expect(flawsOf(result)).toEqual({ 'SUR-RATE': 'fail' })
  expect(messagesOf(result)).toMatchObject({
    'SUR-RATE': expect.stringMatching(
      /^\d+ answers were 429, the first to .* \(ACK-FREE-ID\), Retry-After: 1$/,
    ),
    'REF-NULL': HIDDEN,
    'SUR-ABORT': HIDDEN,
    'SUR-LIVES-ON': HIDDEN,
  })
  const { exchanges = [] } = result.results.find(({ rule }) => rule.id === 'SUR-RATE') ?? {}
  expect(exchanges).toMatchObject([{ outcome: { answer: { httpStatus: 429 } } }])
})

test('what the ten statuses meet is not the mistake of a status', async () => {
  const only = ['ACK-EXPIRED', 'ACK-HTTP-STATUS', 'SUR-RATE']
  expect(resultsOf(await runBehind(takesAtMost(5), { only }))).toEqual({
    'ACK-EXPIRED': 'skipped',
    'ACK-HTTP-STATUS': 'pass',
    'SUR-RATE': 'fail',
  })
})

test('one that only the signs of life meet is told of, after all that was sent', async () => {
  const slip: Slip = (() => {
    let accepted = 0
    return (_: Seen, { status }) => (status === 204 && (accepted += 1) > 10 ? LIMITED : null)
  })()
  const result = await runBehind(slip, { only: ['REF-NULL', 'SUR-LIVES-ON', 'SUR-RATE'] })
  expect(messagesOf(result)).toEqual({
    'REF-NULL': 'refused with 400',
    'SUR-LIVES-ON': HIDDEN,
    'SUR-RATE':
      'an answer was 429, the first to sign of life: ONBOARDING_FINISHED (REF-NULL), Retry-After: 2',
  })
})

test('without the rule on it, each rule tells of its own 429', async () => {
  const sent = await runBehind(takesAtMost(10), { only: ['ACK-FREE-ID'] })
  expect(messagesOf(sent)).toEqual({ 'ACK-FREE-ID': expect.stringMatching(/: 429$/) })
  const only = ['REF-NULL', 'REF-ARRAY', 'SUR-LIVES-ON']
  expect(messagesOf(await runBehind(takesAtMost(10), { only }))).toMatchObject({
    'REF-ARRAY': 'not tried: the endpoint did not come back after REF-NULL',
    'SUR-LIVES-ON': 'not well after null (REF-NULL): 429',
  })
})

test('one that bites in the burst and lifts is waited for, and hides nothing', async () => {
  const clock = createVirtualClock()
  let bittenAtMs = Number.POSITIVE_INFINITY
  const lifts = (): boolean => clock.monotonicMs() > bittenAtMs + 3000
  const bites = bitesInBurst(lifts)
  const slip: Slip = async (...seen) => {
    const reply = await bites(...seen)
    if (reply !== null) bittenAtMs = Math.min(bittenAtMs, clock.monotonicMs())
    return reply
  }
  const revival = { restart: null, waitMs: 10_000 }
  const result = await runBehind(slip, { clock, revival, only: AROUND_BURST })
  expect(flawsOf(result)).toEqual({ 'SUR-BURST': 'fail' })
  expect(messagesOf(result)).toMatchObject({
    'SUR-RATE': 'no answer was 429 but in SUR-BURST',
    'SUR-ABORT': 'alive after it',
    'REF-NULL': 'refused with 400',
  })
})

test('one that bites in the burst and stays is waited for once, and its rule fails', async () => {
  const clock = createVirtualClock()
  const setup = { clock, revival: { restart: null, waitMs: 10_000 }, only: AROUND_BURST }
  const result = await runBehind(bitesInBurst(), setup)
  expect(flawsOf(result)).toEqual({ 'SUR-BURST': 'fail', 'SUR-RATE': 'fail' })
  expect(messagesOf(result)).toMatchObject({ 'SUR-LIVES-ON': HIDDEN, 'REF-NULL': HIDDEN })
  expect(clock.monotonicMs()).toBeLessThan(2 * 10_000)
})

test('429 to wrong credentials is the word of those who ask for them', async () => {
  const token = 'the-right-token'
  const throttles: Slip = (_, { status }) => (status === 401 ? LIMITED : null)
  const only = ['AUTH-NONE', 'AUTH-WRONG', 'ACK-FINISHED', 'SUR-RATE']
  const result = await runBehind(throttles, { token, only }, { token })
  expect(messagesOf(result)).toMatchObject({
    'AUTH-NONE': '429 instead of 401',
    'SUR-RATE': 'no answer was 429',
  })
})

test('429 to everything is its rule alone, and says when it may be over', async () => {
  const result = await runBehind(() => LIMITED)
  expect(flawsOf(result)).toEqual({ 'SUR-RATE': 'fail' })
  expect(messagesOf(result)).toMatchObject({
    'SUR-RATE': 'no notification is acknowledged: 429, Retry-After: 2',
    'ACK-HTTP-STATUS': HIDDEN,
  })
})

test('an interrupted run tells of what it met until then', async () => {
  const abort = new AbortController()
  const slip: Slip = (seen) => {
    const { onboardingStatus } = fieldsOf(parse(seen.body))
    if (onboardingStatus === 'EXPIRED') abort.abort()
    return onboardingStatus === 'ID_VALIDATION_FINISHED' ? LIMITED : null
  }
  const result = await runBehind(slip, { signal: abort.signal, only: ['ACK-ID', 'SUR-RATE'] })
  expect(messagesOf(result)).toMatchObject({
    'SUR-RATE': 'an answer was 429, the first to ID_VALIDATION_FINISHED (ACK-ID), Retry-After: 2',
  })
})
