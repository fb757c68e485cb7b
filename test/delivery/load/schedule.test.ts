import fc from 'fast-check'
import { expect, test } from 'vitest'
import { firstNumberFrom, laneStartMs, sessionDueMs } from '../../../src/delivery/load/schedule.ts'
import { shareOf } from '../../../src/delivery/load/thread-share.ts'

const SCHEDULE = fc.record({
  ratePerSecond: fc.double({ min: 0.1, max: 10_000, noNaN: true }),
  rampMs: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 600_000 })),
})

test.each([
  [0, 0],
  [1, 100],
  [10, 1000],
  [600, 60_000],
])('without a ramp, session %d of 10 in a second is due after %d ms', (number, expected) => {
  expect(sessionDueMs(number, { ratePerSecond: 10, rampMs: 0 })).toBe(expected)
})

test('at the end of a ramp half as many have begun as at the full rate', () => {
  const schedule = { ratePerSecond: 10, rampMs: 4000 }
  expect(sessionDueMs(20, schedule)).toBe(4000)
  expect(sessionDueMs(21, schedule)).toBe(4100)
  expect(sessionDueMs(5, schedule)).toBe(2000)
})

test('sessions are due one after another, and never closer than at the full rate', () => {
  fc.assert(
    fc.property(SCHEDULE, fc.nat(100_000), (schedule, number) => {
      const gapMs = sessionDueMs(number + 1, schedule) - sessionDueMs(number, schedule)
      const fullGapMs = 1000 / schedule.ratePerSecond
      expect(gapMs).toBeGreaterThanOrEqual(fullGapMs * 0.49)
      expect(gapMs).toBeGreaterThan(0)
    }),
  )
})

test('the first session from a moment on is due at it or later, and the one before it is not', () => {
  fc.assert(
    fc.property(SCHEDULE, fc.integer({ min: 0, max: 3_600_000 }), (schedule, momentMs) => {
      const first = firstNumberFrom(momentMs, schedule)
      expect(sessionDueMs(first, schedule)).toBeGreaterThanOrEqual(momentMs)
      const isFirst = first === 0 || sessionDueMs(first - 1, schedule) < momentMs
      expect(isFirst).toBe(true)
    }),
  )
})

test.each([
  [0, 0],
  [1, 250],
  [3, 750],
])('lane %d of 4 begins after %d ms of a ramp of a second', (lane, expected) => {
  expect(laneStartMs(lane, 4, 1000)).toBe(expected)
})

test('the shares of all threads come to the whole', () => {
  fc.assert(
    fc.property(fc.nat(10_000), fc.integer({ min: 1, max: 16 }), (total, of) => {
      const shares = Array.from({ length: of }, (_, index) => shareOf(total, { index, of }))
      expect(shares.reduce((a, b) => a + b)).toBe(total)
      expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(1)
    }),
  )
})
