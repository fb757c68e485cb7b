import type { Clock } from '../../src/context.ts'
import { systemClock } from '../../src/system-clock.ts'

/** A clock on which everything takes 1/factor of its time. */
export function fastClock(factor: number): Clock {
  return {
    now: () => new Date(),
    monotonicMs: () => performance.now() * factor,
    sleep: async (ms, signal) => systemClock.sleep(ms / factor, signal),
  }
}
