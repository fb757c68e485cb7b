import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { LoadSlice } from '../../../src/contract/load-report.ts'
import { createLoadFigures, type CountedAttempt } from '../../../src/delivery/load/load-figures.ts'
import { mergeLoadParts, type LoadPart } from '../../../src/delivery/load/load-part.ts'
import { readSentPart, toSentPart } from '../../../src/delivery/load/threads/sent-part.ts'
import { toLoadReport } from '../../../src/delivery/load/to-load-report.ts'

const WARMUP_MS = 1000
const END_MS = 60_000

const ATTEMPT = fc.record({
  onboardingStatus: fc.constantFrom('A', 'B', '__proto__'),
  reason: fc.constantFrom(null, null, 'TIMEOUT', 'WRONG_STATUS', 'TOKEN', 'INTERRUPTED'),
  latencyMs: fc.option(fc.integer({ min: 0, max: 20_000 }), { freq: 10 }),
  httpStatus: fc.constantFrom(500, 503),
  fromMs: fc.integer({ min: 0, max: END_MS }),
  endMs: fc.integer({ min: WARMUP_MS, max: END_MS }),
}) satisfies fc.Arbitrary<CountedAttempt>

function partOf(attempts: readonly CountedAttempt[], endMs = END_MS): LoadPart {
  const figures = createLoadFigures(WARMUP_MS)
  figures.sessionStarted(0, false)
  figures.sessionStarted(WARMUP_MS, true)
  figures.startedLate(attempts.length)
  for (const attempt of attempts) figures.attemptEnded(attempt)
  figures.sessionEnded(endMs, false, true)
  figures.sessionEnded(endMs, true, attempts.length % 2 === 0)
  return figures.part(endMs, attempts.length > 5)
}

function reportOf(part: LoadPart) {
  return toLoadReport(part, {
    version: '1',
    endpoint: { url: new URL('http://127.0.0.1/'), headers: [] },
    startedAt: new Date(0),
    model: { kind: 'open', ratePerSecond: 1 },
    seed: 1,
    workers: 2,
    warmupMs: WARMUP_MS,
    assertions: [],
  })
}

test('two parts merged are as if one had counted it all', () => {
  const attempts = fc.array(ATTEMPT, { maxLength: 40 })
  fc.assert(
    fc.property(attempts, attempts, (first, second) => {
      const parts = [partOf(first), partOf(second)].map(acrossThreads)
      const merged = reportOf(mergeLoadParts(parts))
      const whole = reportOf(partOf([...first, ...second]))
      const { latency, percentiles, attempts, rejected, reasons, wrongStatuses } = whole
      expect(merged).toMatchObject({ latency, percentiles, attempts, rejected, reasons })
      expect(merged.wrongStatuses).toEqual(wrongStatuses)
      expect(merged.unanswered).toBe(whole.unanswered)
      expect(merged.slices).toEqual(whole.slices.map(ofTwo))
      const byName = (a: { onboardingStatus: string }, b: { onboardingStatus: string }): number =>
        a.onboardingStatus < b.onboardingStatus ? -1 : 1
      expect(merged.byStatus.toSorted(byName)).toEqual(whole.byStatus.toSorted(byName))
    }),
  )
})

/** As it comes out of another thread. */
function acrossThreads(part: LoadPart): LoadPart {
  return readSentPart(structuredClone(toSentPart(part)))
}

/** Both parts have the same sessions in flight. */
function ofTwo(slice: LoadSlice): LoadSlice {
  return { ...slice, inFlight: slice.inFlight * 2 }
}

test('counts are added, in slices of the longest length, and the longest run counts', () => {
  const attempt = { onboardingStatus: 'A', reason: null, latencyMs: 5, httpStatus: null }
  const short = partOf([{ ...attempt, fromMs: 1000, endMs: 1100 }], 3000)
  const long = partOf([{ ...attempt, fromMs: 1000, endMs: 1700 }], 30_000)
  expect([short.slices.lengthMs, long.slices.lengthMs]).toEqual([100, 400])
  const merged = mergeLoadParts([short, long])
  expect(merged).toMatchObject({
    durationMs: 29_000,
    sessions: { started: 2, finished: 0 },
    warmup: { sessions: 2, attempts: 0, rejected: 0 },
    slices: { lengthMs: 400 },
    isInterrupted: false,
  })
  expect(merged.slices.slices.map(({ attempts }) => attempts).slice(0, 3)).toEqual([1, 1, 0])
  expect(merged.slices.slices.map(({ inFlight }) => inFlight).slice(0, 6)).toEqual([
    4, 4, 4, 4, 2, 2,
  ])
  expect(reportOf(merged).startLateness).toMatchObject({ count: 2, max: 1 })
})

test('one interrupted part is an interrupted run', () => {
  const attempt = {
    onboardingStatus: 'A',
    reason: null,
    latencyMs: 5,
    httpStatus: null,
    fromMs: 1000,
    endMs: 1100,
  }
  const parts = [partOf([attempt]), partOf(Array.from({ length: 6 }, () => attempt))]
  expect(mergeLoadParts(parts).isInterrupted).toBe(true)
  expect(mergeLoadParts(parts.slice(0, 1)).isInterrupted).toBe(false)
})

test('what is counted takes no more room after a hundred thousand attempts', () => {
  const partAfter = (count: number): number => {
    const attempts = Array.from({ length: count }, (_, index) => ({
      onboardingStatus: index % 2 === 0 ? 'A' : 'B',
      reason: index % 5 === 0 ? ('TIMEOUT' as const) : null,
      latencyMs: (index * 7919) % 10_000,
      httpStatus: null,
      fromMs: WARMUP_MS,
      endMs: WARMUP_MS + (index % 50_000),
    }))
    return JSON.stringify(toSentPart(partOf(attempts))).length
  }
  // A count of more digits is the only thing that grows.
  expect(partAfter(200_000)).toBeLessThan(partAfter(50_000) * 1.5)
})

test('the statuses of wrong answers are counted, those of the warm-up and of other reasons are not', () => {
  const wrong = (httpStatus: number, more: Partial<CountedAttempt> = {}): CountedAttempt => ({
    ...{ onboardingStatus: 'A', reason: 'WRONG_STATUS', latencyMs: 1 },
    ...{ fromMs: WARMUP_MS, endMs: WARMUP_MS + 1, httpStatus, ...more },
  })
  const attempts = [
    ...[wrong(503), wrong(500), wrong(503)],
    ...[
      wrong(404, { fromMs: 0 }),
      wrong(302, { reason: 'REDIRECT' }),
      wrong(204, { reason: null }),
    ],
  ]
  expect(reportOf(partOf(attempts)).wrongStatuses).toEqual({ 500: 1, 503: 2 })
})
