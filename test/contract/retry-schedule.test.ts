import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  nextRetryDelayMs,
  RETRY_POLICIES,
  retryDelaysMs,
} from '../../src/contract/retry-schedule.ts'

test('the vendor retries five times, at the delays that its page prints', () => {
  expect(retryDelaysMs('vendor')).toEqual([30_000, 75_000, 187_500, 468_750, 1_171_875])
})

test('the vendor gives up after 1933.125 s', () => {
  expect(retryDelaysMs('vendor').reduce((sum, delay) => sum + delay)).toBe(1_933_125)
})

test('the legacy policy retries once, and none never does', () => {
  expect(retryDelaysMs('legacy')).toEqual([30_000])
  expect(retryDelaysMs('none')).toEqual([])
})

test('a time scale divides every delay', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...RETRY_POLICIES),
      fc.integer({ min: 1, max: 10_000 }),
      (policy, scale) => {
        const scaled = retryDelaysMs(policy, scale).map((delay) => delay * scale)
        for (const [index, delay] of retryDelaysMs(policy).entries()) {
          expect(scaled[index]).toBeCloseTo(delay, 6)
        }
      },
    ),
  )
})

test.each([0, -1, Number.NaN])('a time scale of %s is refused', (scale) => {
  expect(() => retryDelaysMs('vendor', scale)).toThrow(RangeError)
})

test('the delay after an attempt is that of the next retry, and null after the last', () => {
  expect(nextRetryDelayMs('vendor', 1)).toBe(30_000)
  expect(nextRetryDelayMs('vendor', 5, 1000)).toBe(1171.875)
  expect(nextRetryDelayMs('vendor', 6)).toBeNull()
  expect(nextRetryDelayMs('none', 1)).toBeNull()
})
