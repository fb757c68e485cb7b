import { sleepUntil } from '../sleep-until.ts'
import { endOf, type LoadRun } from './load-run.ts'
import { firstNumberFrom, sessionDueMs, type OpenSchedule } from './schedule.ts'

/**
 * The open model: sessions begin on schedule, whatever became of those before. When `mostInFlight` are in
 * flight, those that are due wait, and their latency counts from their due time all the same. Resolves when
 * the limits are reached and all sessions over, or the signal aborted.
 */
export async function runOpen(
  ratePerSecond: number,
  mostInFlight: number,
  run: LoadRun,
): Promise<void> {
  const { clock, signal, startMs, source, figures } = run
  const schedule = { ratePerSecond, rampMs: run.rampMs }
  const { first, end } = measuredNumbers(schedule, run)
  const house = openHouse(mostInFlight)
  for (let number = source.nextNumber(); number < end; number = source.nextNumber()) {
    const dueMs = startMs + sessionDueMs(number, schedule)
    if (dueMs > clock.monotonicMs()) await sleepUntil(clock, dueMs, signal).catch(() => {})
    await house.room()
    if (signal.aborted) break
    if (number >= first) figures.startedLate(clock.monotonicMs() - dueMs)
    house.admit(run.runNext(dueMs, number >= first))
  }
  await house.emptied()
}

/** The first session that is measured, and the first that is not sent any more. */
function measuredNumbers(schedule: OpenSchedule, run: LoadRun): { first: number; end: number } {
  const first = firstNumberFrom(run.warmupMs, schedule)
  const { sessions, durationMs } = run.limits
  return {
    first,
    end: Math.min(
      sessions === null ? Number.POSITIVE_INFINITY : first + sessions,
      durationMs === null ? Number.POSITIVE_INFINITY : firstNumberFrom(endOf(run), schedule),
    ),
  }
}

interface House {
  /** Resolves when one more may come in. */
  readonly room: () => Promise<void>
  readonly admit: (session: Promise<void>) => void
  /** Resolves when nobody is left; rejects with the first failure of a session. */
  readonly emptied: () => Promise<void>
}

/** Counts who is in, and knows them no better, so that ten thousand cost no more to wait for than one. */
function openHouse(most: number): House {
  const state = { inside: 0, failures: [] as unknown[], onLeave: null as (() => void) | null }
  const leave = (): void => {
    state.inside -= 1
    state.onLeave?.()
  }
  const fewerThan = async (count: number): Promise<void> => {
    while (state.inside >= count) {
      await new Promise<void>((resolve) => {
        state.onLeave = resolve
      })
    }
  }
  return {
    room: async () => fewerThan(most),
    admit: (session) => {
      state.inside += 1
      session.catch((error: unknown) => state.failures.push(error)).finally(leave)
    },
    emptied: async () => {
      await fewerThan(1)
      if (state.failures.length > 0) throw state.failures[0]
    },
  }
}
