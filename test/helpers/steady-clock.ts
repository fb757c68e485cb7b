import type { Clock } from '../../src/context.ts'
import { systemClock } from '../../src/system-clock.ts'

/** The most that time goes on while this process does one turn of its work, in real milliseconds. */
const TURN_MS = 2

// As they were when this was loaded: another file of the process may put false timers into their place.
const { setInterval } = globalThis
const nowMs = performance.now.bind(performance)

let turnsMs = 0
let turnedAtMs = nowMs()
let turning: NodeJS.Timeout | undefined

/**
 * Real time less what this process was kept waiting by others: each turn of its event loop counts TURN_MS at
 * most. For a test that something takes no longer than it should, which a busy machine must not fail.
 */
export function steadyMs(): number {
  turning ??= setInterval(turn, 1).unref()
  return turnsMs + Math.min(nowMs() - turnedAtMs, TURN_MS)
}

function turn(): void {
  turnsMs = steadyMs()
  turnedAtMs = nowMs()
}

/** A clock on which everything takes 1/factor of its time; no deadline passes before what arrived in time has been read. */
export function fastClock(factor: number): Clock {
  steadyMs()
  return {
    now: () => new Date(),
    monotonicMs: () => steadyMs() * factor,
    sleep: async (ms, signal) => {
      const dueMs = steadyMs() + ms / factor
      do await systemClock.sleep(dueMs - steadyMs(), signal)
      while (steadyMs() < dueMs)
    },
  }
}
