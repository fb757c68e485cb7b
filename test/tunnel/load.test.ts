import { expect, test } from 'vitest'
import { Load } from '../../src/tunnel/load.ts'

test('a load remembers the most at once until it is asked', () => {
  const load = new Load(() => 0)
  load.begin()
  load.begin()
  load.end()
  expect(load.takePeak()).toBe(2)
  expect(load.takePeak()).toBe(1)
  load.begin()
  load.end()
  load.end()
  expect(load.takePeak()).toBe(2)
  expect(load.takePeak()).toBe(0)
})

test('a load knows when a request began last', () => {
  let nowMs = 1
  const load = new Load(() => nowMs)
  expect(load.begunAtMs).toBe(1)
  nowMs = 2
  load.begin()
  expect(load.begunAtMs).toBe(2)
  nowMs = 3
  expect(load.begunAtMs).toBe(2)
  load.end()
  expect(load.begunAtMs).toBe(2)
})
