import type { ChosenFault } from '../../config/parse-fault.ts'
import type { Clock } from '../../context.ts'
import type { Fault } from '../../tunnel/relay/fault.ts'
import type { Relay } from '../../tunnel/relay/relay.ts'

/** A fault that a client cannot get over is on for so long. */
const SHOWN_MS = 4000
/** Nobody waits longer for a client to get over one that it can. */
const LONGEST_MS = 10_000

export interface FaultCourseOptions {
  readonly relay: Pick<Relay, 'faults' | 'restart'>
  readonly fault: Fault
  readonly chosen: ChosenFault
  readonly clock: Clock
  readonly signal: AbortSignal
}

/**
 * Lets a fault come, and go again where nobody gets over it while it is on. One of the registration
 * comes with a restart: nobody would register otherwise.
 */
export async function runFaultCourse(options: FaultCourseOptions): Promise<void> {
  const { relay, fault, chosen, clock, signal } = options
  await relay.faults.set(chosen.name, chosen.values)
  if (fault.seam === 'registration') await relay.restart()
  const lastsMs = fault.isHealed === 'when-cleared' ? SHOWN_MS : LONGEST_MS
  await clock.sleep(lastsMs, signal).catch(() => undefined)
  await relay.faults.clear(chosen.name)
}
