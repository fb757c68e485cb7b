import { expect, test } from 'vitest'
import { createLatencies } from '../../../../src/delivery/load/latencies.ts'
import {
  mergeProgress,
  type ThreadProgress,
} from '../../../../src/delivery/load/threads/merge-progress.ts'

function progressOf(attempts: number, latencyMs: number): ThreadProgress {
  const latencies = createLatencies()
  for (let count = 0; count < attempts; count += 1) latencies.record(latencyMs)
  return {
    latencies: latencies.encode(),
    progress: {
      elapsedMs: attempts * 100,
      isWarmingUp: attempts === 0,
      sessions: { started: attempts, finished: attempts, inFlight: 1 },
      attempts,
      rejected: 1,
      reasons: { TIMEOUT: 1 },
      ratePerSecond: 10,
      p50: latencyMs,
      p99: latencyMs,
      share: attempts / 10,
    },
  }
}

test('how the run stands is how all of its threads stand', () => {
  expect(mergeProgress([progressOf(4, 10), progressOf(6, 30)])).toEqual({
    elapsedMs: 600,
    isWarmingUp: false,
    sessions: { started: 10, finished: 10, inFlight: 2 },
    attempts: 10,
    rejected: 2,
    reasons: { TIMEOUT: 2 },
    ratePerSecond: 20,
    p50: 30,
    p99: 30,
    share: 0.5,
  })
})

test('before the first answer there is no latency, and one thread that warms up is a warm-up', () => {
  const told = [progressOf(0, 10), progressOf(0, 10)]
  expect(mergeProgress(told)).toMatchObject({ isWarmingUp: true, p50: null, p99: null, share: 0 })
})
