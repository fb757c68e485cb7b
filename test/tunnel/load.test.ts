import { expect, test } from 'vitest'
import { Load } from '../../src/tunnel/load.ts'

test('a load remembers the most at once until it is asked', () => {
  const load = new Load()
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
