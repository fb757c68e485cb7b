import { expect, test } from 'vitest'
import { builtCopy } from '../helpers/built-copy.ts'
import { endOften } from './load/end-often.ts'

const bin = builtCopy()

test('20 times kill -9 of listen under load lose nothing that was acknowledged (L1, short)', async () => {
  const run = await endOften({ bin, signal: 'SIGKILL', times: 20, fromMs: 50, toMs: 150 })
  expect(run.acknowledged).toBeGreaterThan(100)
  expect(new Set(run.httpStatuses)).toEqual(new Set([204]))
}, 60_000)

test('three times SIGTERM of listen under load: exit 143, no half answer, nothing lost (L12, short)', async () => {
  const run = await endOften({ bin, signal: 'SIGTERM', times: 3, fromMs: 100, toMs: 200 })
  expect(run.ends.map(({ exitCode }) => exitCode)).toEqual([143, 143, 143])
  expect(run.failures['half'] ?? 0).toBe(0)
  expect(run.acknowledged).toBeGreaterThan(30)
}, 60_000)
