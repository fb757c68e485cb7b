import type { Clock } from '../../context.ts'
import type { FaultSwitch, RelayFault } from './relay.ts'

/** What is done to a relay's faults at a moment, counted from the start of the timeline. */
export interface TimelineStep {
  readonly atMs: number
  readonly action:
    | { readonly kind: 'set'; readonly fault: RelayFault }
    /** Null takes every fault off. */
    | { readonly kind: 'clear'; readonly name: string | null }
}

/** Goes through the steps, which are in the order of their moments; resolves at the end, or when `signal` aborts. */
export async function runTimeline(
  faults: FaultSwitch,
  steps: readonly TimelineStep[],
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<void> {
  const startMs = clock.monotonicMs()
  for (const { atMs, action } of steps) {
    const waitMs = Math.max(0, startMs + atMs - clock.monotonicMs())
    await clock.sleep(waitMs, signal).catch(() => undefined)
    if (signal.aborted) return
    if (action.kind === 'set') await faults.set(action.fault.name, action.fault.values)
    else await faults.clear(action.name ?? undefined)
  }
}
