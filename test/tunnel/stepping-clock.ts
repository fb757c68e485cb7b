import type { Clock } from '../../src/context.ts'

/**
 * A clock that moves only while somebody waits for one of `stepsMs`, and then at once: what is at work takes
 * no time, so that no busy machine can let a deadline pass before the first try has ended.
 */
export function createSteppingClock(stepsMs: readonly number[]): Clock {
  let nowMs = 0
  const sleepers = new Set<{ dueMs: number; wake: () => void }>()
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
      signal?.throwIfAborted()
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          signal?.removeEventListener('abort', wake)
          sleepers.delete(sleeper)
          resolve()
        }
        const sleeper = { dueMs: nowMs + ms, wake }
        sleepers.add(sleeper)
        signal?.addEventListener('abort', wake)
        if (stepsMs.includes(ms)) moveTo(sleeper.dueMs)
      })
      signal?.throwIfAborted()
    },
  }
}
