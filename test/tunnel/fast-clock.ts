import type { Clock } from '../../src/context.ts'
import { systemClock } from '../../src/system-clock.ts'

/** The most that time goes on while this process does one turn of its work, in real milliseconds. */
const TURN_MS = 2

let steadyMs = 0
let turnedAtMs = performance.now()
let turning: NodeJS.Timeout | undefined

/** Real time less what this process was kept waiting: each turn of its event loop counts TURN_MS at most. */
function readSteadyMs(): number {
  return steadyMs + Math.min(performance.now() - turnedAtMs, TURN_MS)
}

function startTurning(): void {
  turning ??= setInterval(() => {
    steadyMs = readSteadyMs()
    turnedAtMs = performance.now()
  }, 1).unref()
}

/**
 * A clock on which everything takes 1/factor of its time. It goes slower where the machine is busy, so that no
 * deadline passes before what arrived in time has been read.
 */
export function fastClock(factor: number): Clock {
  startTurning()
  return {
    now: () => new Date(),
    monotonicMs: () => readSteadyMs() * factor,
    sleep: async (ms, signal) => {
      const dueMs = readSteadyMs() + ms / factor
      do await systemClock.sleep(dueMs - readSteadyMs(), signal)
      while (readSteadyMs() < dueMs)
    },
  }
}
