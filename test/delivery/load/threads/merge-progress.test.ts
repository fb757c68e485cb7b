import { expect, test } from 'vitest'
import type { LoadProgress } from '../../../../src/contract/load-progress.ts'
import { createLatencies } from '../../../../src/delivery/load/latencies.ts'
import {
  createProgressBoard,
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

test('how the run stands is told when all threads at work have told, and adds them up', () => {
  const told: LoadProgress[] = []
  const board = createProgressBoard(2, (progress) => told.push(progress))
  board.tell(0, progressOf(3, 10))
  board.tell(0, progressOf(4, 10))
  expect(told).toEqual([])
  board.tell(1, progressOf(6, 30))
  expect(told).toEqual([
    {
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
    },
  ])
})

test('a thread that is over is waited for no more, and what it told last still counts', () => {
  const told: number[] = []
  const board = createProgressBoard(2, ({ attempts }) => told.push(attempts))
  board.tell(1, progressOf(2, 10))
  board.end(0)
  expect(told).toEqual([2])
  board.tell(1, progressOf(5, 10))
  board.end(1)
  expect(told).toEqual([2, 5])
})
