import type { Clock } from '../../src/context.ts'
import { sleepAmong, type Sleeper } from './sleepers.ts'

/** A clock that jumps to the next moment that somebody waits for, as soon as nobody is at work. */
export interface VirtualClock extends Clock {
  /** Time stands still while the work goes on. */
  readonly during: <T>(work: () => Promise<T>) => Promise<T>
  /** Moves the wall clock only, as a correction of it would. */
  readonly jumpWallClock: (ms: number) => void
  /** Lets the next wait end this much too late, as a sleeping laptop would. */
  readonly oversleepBy: (ms: number) => void
}

/** Starts at 0 on the monotonic clock, and on 1 January 2026 on the wall clock. */
export function createVirtualClock(): VirtualClock {
  let nowMs = 0
  let wallOffsetMs = Date.UTC(2026, 0, 1)
  let lateMs = 0
  let busy = 0
  const sleepers = new Set<Sleeper>()
  const advance = (): void => {
    if (busy > 0 || sleepers.size === 0) return
    const [next] = [...sleepers].sort((a, b) => a.dueMs - b.dueMs) as [Sleeper]
    sleepers.delete(next)
    nowMs = Math.max(nowMs, next.dueMs) + lateMs
    lateMs = 0
    next.wake()
    later()
  }
  const later = (): void => void setImmediate(() => setImmediate(advance))
  return {
    now: () => new Date(wallOffsetMs + nowMs),
    monotonicMs: () => nowMs,
    sleep: async (ms, signal) => sleepAmong(sleepers, nowMs + ms, signal, later),
    during: async (work) => {
      busy += 1
      try {
        return await work()
      } finally {
        busy -= 1
        later()
      }
    },
    jumpWallClock: (ms) => {
      wallOffsetMs += ms
    },
    oversleepBy: (ms) => {
      lateMs = ms
    },
  }
}
