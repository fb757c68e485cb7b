/** What can be broken off. */
export interface Interruptible {
  readonly interrupt: (reason: Error) => void
}

/**
 * Gives the set of what an abort of a signal interrupts. A signal has one set and one listener, however many are
 * under way: taking a listener off a signal takes longer the more it has.
 */
export function createInterrupts(): (signal: AbortSignal) => Set<Interruptible> {
  const known = new WeakMap<AbortSignal, Set<Interruptible>>()
  return (signal) => {
    const found = known.get(signal)
    if (found !== undefined) return found
    const underWay = new Set<Interruptible>()
    known.set(signal, underWay)
    const interruptAll = (): void => {
      for (const each of underWay) each.interrupt(signal.reason as Error)
    }
    signal.addEventListener('abort', interruptAll, { once: true })
    return underWay
  }
}
