import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  createLatencies,
  decodeLatencies,
  sumLatencies,
} from '../../../src/delivery/load/latencies.ts'

function latenciesOf(ms: readonly number[], digits: 2 | 3 = 3) {
  const latencies = createLatencies(digits)
  for (const each of ms) latencies.record(each)
  return latencies
}

/** Microseconds up to ten minutes, as milliseconds. */
const MS = fc.array(fc.integer({ min: 0, max: 600_000_000 }), { minLength: 1, maxLength: 200 })

test('a percentile is within a thousandth of that of all values sorted', () => {
  fc.assert(
    fc.property(MS, fc.constantFrom(50, 90, 99, 99.9, 100), (us, percentile) => {
      const sorted = us.toSorted((a, b) => a - b)
      const exact = sorted[Math.ceil((percentile / 100) * us.length - 1e-9) - 1] as number
      const found = latenciesOf(us.map((each) => each / 1000)).percentile(percentile) as number
      expect(Math.abs(found * 1000 - exact)).toBeLessThanOrEqual(Math.max(1, exact / 1000))
    }),
  )
})

test('what was encoded comes back the same', () => {
  fc.assert(
    fc.property(MS, (us) => {
      const latencies = latenciesOf(us.map((each) => each / 1000))
      const back = decodeLatencies(latencies.encode())
      expect({ ...back.summary(), curve: back.curve() }).toEqual({
        ...latencies.summary(),
        curve: latencies.curve(),
      })
    }),
  )
})

test('a sum has what all parts have', () => {
  fc.assert(
    fc.property(MS, MS, (first, second) => {
      const parts = [first, second].map((us) => latenciesOf(us.map((each) => each / 1000)))
      const all = latenciesOf([...first, ...second].map((each) => each / 1000))
      expect(sumLatencies(parts).summary()).toEqual(all.summary())
    }),
  )
})

test('without a latency there is no figure', () => {
  const empty = decodeLatencies(createLatencies().encode())
  expect(empty.summary()).toEqual({
    count: 0,
    mean: null,
    p50: null,
    p90: null,
    p99: null,
    p999: null,
    max: null,
  })
  expect(empty.curve()).toEqual([])
})

test('what is longer than an hour counts as an hour, and what is below nothing as nothing', () => {
  const { max, count } = latenciesOf([7_200_000]).summary()
  expect({ max, count }).toEqual({ max: 3_600_000, count: 1 })
  expect(latenciesOf([-0.4]).summary()).toMatchObject({ count: 1, max: 0, p50: 0 })
})

test('the curve rises from 0 to 100, with the points that people ask for', () => {
  const curve = latenciesOf(Array.from({ length: 1000 }, (_, index) => index + 1)).curve()
  const percentiles = curve.map(([percentile]) => percentile)
  expect(percentiles).toEqual(percentiles.toSorted((a, b) => a - b))
  expect(percentiles).toEqual(expect.arrayContaining([0, 50, 90, 95, 99, 99.9, 100]))
  expect(percentiles.length).toBeLessThan(150)
  const ms = curve.map(([, each]) => each)
  expect(ms).toEqual(ms.toSorted((a, b) => a - b))
  expect([ms[0], ms.at(-1)]).toEqual([1, 1000])
})

test('a histogram takes no more room for more latencies', () => {
  const latencies = latenciesOf([0.1, 15_000])
  const before = latencies.tally.histogram.estimatedFootprintInBytes
  for (let index = 0; index < 100_000; index += 1) latencies.record(index % 15_000)
  expect(latencies.tally.histogram.estimatedFootprintInBytes).toBe(before)
  expect(before).toBeLessThan(150_000)
})
