import { expect, test } from 'vitest'
import { builtCopy } from '../helpers/built-copy.ts'
import { endOften, type EndOftenRun } from '../receiver/load/end-often.ts'
import { spread } from '../receiver/load/figures.ts'

const bin = builtCopy()

function print({ acknowledged, perSecond, readyMs, ends, failures }: EndOftenRun): void {
  const endMs = spread(ends.map(({ tookMs }) => tookMs))
  console.log({ acknowledged, perSecond, readyMs: spread(readyMs), endMs, failures })
}

test('200 times kill -9 of listen at 2,000/s lose nothing that was acknowledged (L1)', async () => {
  const run = await endOften({ bin, signal: 'SIGKILL', times: 200, fromMs: 100, toMs: 500 })
  print(run)
  const { p50, max } = spread(run.readyMs)
  expect(new Set(run.httpStatuses)).toEqual(new Set([204]))
  expect(run.perSecond).toBeGreaterThan(2000)
  expect(p50).toBeLessThan(300)
  expect(max).toBeLessThan(1000)
})

test('50 times SIGTERM of listen under load: 143 within 5 s, no half answer, nothing lost (L12)', async () => {
  const run = await endOften({ bin, signal: 'SIGTERM', times: 50, fromMs: 100, toMs: 500 })
  print(run)
  expect(new Set(run.ends.map(({ exitCode }) => exitCode))).toEqual(new Set([143]))
  expect(Math.max(...run.ends.map(({ tookMs }) => tookMs))).toBeLessThan(5000)
  expect(run.failures['half'] ?? 0).toBe(0)
  expect(new Set(run.httpStatuses)).toEqual(new Set([204]))
})
