import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createLogScale } from '../../../src/report/html/log-scale.ts'

test.each([
  [
    [2, 30],
    [1, 10, 100],
  ],
  [[10], [10, 100]],
  [
    [0, 15_000],
    [0.1, 1, 10, 100, 1000, 10_000, 100_000],
  ],
  [[], [0.1, 1]],
])('the scale of %j has the ticks %j', (values, ticks) => {
  expect(createLogScale(values, 0.1).ticks).toEqual(ticks)
})

test('each power of ten is as far from the next, and the middle between two is their mean', () => {
  const { percentOf } = createLogScale([1, 1000], 0.1)
  expect([1, 10, 100, 1000].map(percentOf)).toEqual([4, 34.67, 65.33, 96])
  expect(percentOf(Math.sqrt(1000))).toBe(50)
})

test('every value is on the line, in its order', () => {
  const values = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1 })
  fc.assert(
    fc.property(values, (all) => {
      const { percentOf } = createLogScale(all, 0.1)
      const places = all.toSorted((a, b) => a - b).map(percentOf)
      expect(places).toEqual(places.toSorted((a, b) => a - b))
      expect(Math.min(...places)).toBeGreaterThanOrEqual(4)
      expect(Math.max(...places)).toBeLessThanOrEqual(96)
    }),
  )
})

test('a million values are no trouble', () => {
  const many = Array.from({ length: 1_000_000 }, (_, index) => index)
  expect(createLogScale(many, 1).ticks.at(-1)).toBe(1_000_000)
})
