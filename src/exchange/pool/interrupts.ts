import { PlaceList, type Placed } from '../../place-list.ts'

/** What can be broken off. */
export interface Interruptible extends Placed {
  readonly interrupt: (reason: Error) => void
}

/**
 * Gives the list of what an abort of a signal interrupts. A signal has one list and one listener, however many are
 * under way: taking a listener off a signal takes longer the more it has.
 */
export function createInterrupts(): (signal: AbortSignal) => PlaceList<Interruptible> {
  const known = new WeakMap<AbortSignal, PlaceList<Interruptible>>()
  return (signal) => {
    const found = known.get(signal)
    if (found !== undefined) return found
    const underWay = new PlaceList<Interruptible>()
    known.set(signal, underWay)
    const interruptAll = (): void => {
      for (const each of [...underWay]) each.interrupt(signal.reason as Error)
    }
    signal.addEventListener('abort', interruptAll, { once: true })
    return underWay
  }
}
