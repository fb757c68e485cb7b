import type { Clock } from '../../src/context.ts'
import { sleepAmong, type Sleeper } from '../helpers/sleepers.ts'

/**
 * A clock that moves only while somebody waits for one of `stepsMs`, and then at once: what is at work takes
 * no time, so that no busy machine can let a deadline pass before the first try has ended.
 */
export function createSteppingClock(stepsMs: readonly number[]): Clock {
  let nowMs = 0
  const sleepers = new Set<Sleeper>()
  const moveTo = (ms: number): void => {
    const due = [...sleepers].filter(({ dueMs }) => dueMs <= ms)
    for (const { dueMs, wake } of due.toSorted((a, b) => a.dueMs - b.dueMs)) {
      nowMs = dueMs
      wake()
    }
    nowMs = ms
  }
  return {
    now: () => new Date(nowMs),
    monotonicMs: () => nowMs,
    sleep: async (ms, signal) => {
      const dueMs = nowMs + ms
      await sleepAmong(sleepers, dueMs, signal, () => {
        if (stepsMs.includes(ms)) moveTo(dueMs)
      })
    },
  }
}
