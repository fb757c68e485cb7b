import { expect, test } from 'vitest'
import { createSlices, joinTo, MOST_SLICES } from '../../../src/delivery/load/slices.ts'

test('an attempt counts in the slice in which it ended', () => {
  const slices = createSlices()
  slices.record(50, 10, false)
  slices.record(100, 20, true)
  slices.record(101, null, true)
  const part = slices.part(250)
  expect(part.lengthMs).toBe(100)
  expect(part.slices.map(({ attempts, rejected }) => [attempts, rejected])).toEqual([
    [2, 1],
    [1, 1],
    [0, 0],
  ])
  expect(part.slices.map(({ latencies }) => latencies?.count() ?? null)).toEqual([2, null, null])
})

test('a slice in which nothing happened has as many in flight as the one before', () => {
  const slices = createSlices()
  slices.setInFlight(10, 1)
  slices.setInFlight(20, 2)
  slices.setInFlight(430, 1)
  expect(slices.part(600).slices.map(({ inFlight }) => inFlight)).toEqual([2, 2, 2, 2, 1, 1])
})

test('a longer run has longer slices, and no more of them, and nothing is lost', () => {
  const slices = createSlices()
  const seconds = 3600
  for (let second = 1; second <= seconds; second += 1) {
    slices.setInFlight(second * 1000, second)
    slices.record(second * 1000, second, second % 10 === 0)
  }
  const { lengthMs, slices: parts } = slices.part(seconds * 1000)
  expect(parts.length).toBeLessThanOrEqual(MOST_SLICES)
  expect(parts.length).toBeGreaterThan(MOST_SLICES / 2)
  expect(parts.length * lengthMs).toBeGreaterThanOrEqual(seconds * 1000)
  const sum = (figures: readonly number[]): number => figures.reduce((a, b) => a + b, 0)
  expect(sum(parts.map(({ attempts }) => attempts))).toBe(seconds)
  expect(sum(parts.map(({ rejected }) => rejected))).toBe(seconds / 10)
  const counted = parts.map(({ latencies }) => latencies?.count() ?? 0)
  expect(sum(counted)).toBe(seconds)
  // The first slice ends with the last session of its own time in flight.
  expect(parts[0]?.inFlight).toBe(Math.floor(lengthMs / 1000))
})

test('one attempt after a very long silence does not make a slice for every tenth of a second', () => {
  const slices = createSlices()
  slices.record(10, 1, false)
  slices.record(86_400_000, 1, false)
  const { slices: parts } = slices.part(86_400_000)
  expect(parts.length).toBeLessThanOrEqual(MOST_SLICES)
  expect([parts[0]?.attempts, parts.at(-1)?.attempts]).toEqual([1, 1])
})

test('shorter slices are grouped to the length of longer ones', () => {
  const part = { lengthMs: 100, slices: ['a', 'b', 'c', 'd', 'e'] }
  expect(joinTo(200, part)).toEqual([['a', 'b'], ['c', 'd'], ['e']])
  expect(joinTo(100, part)).toEqual([['a'], ['b'], ['c'], ['d'], ['e']])
})
