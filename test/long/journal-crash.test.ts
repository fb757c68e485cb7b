import { expect, test } from 'vitest'
import { killOften } from '../journal/kill-often.ts'

test('200 times kill -9 lose no acknowledged record and leave none torn (L1)', async () => {
  const { acknowledged, restartsMs } = await killOften(200, { fromMs: 100, toMs: 500 })
  const sorted = [...restartsMs].sort((a, b) => a - b)
  const [median = 0, slowest = 0] = [sorted[sorted.length >> 1], sorted.at(-1)]
  console.log({ acknowledged, median, slowest })
  expect(acknowledged).toBeGreaterThan(100_000)
  expect(median).toBeLessThan(300)
  expect(slowest).toBeLessThan(1000)
})
