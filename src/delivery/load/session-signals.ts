import { setMaxListeners } from 'node:events'

/** What one session has for itself, as long as it is under way. */
export interface SessionPlace<Prepared> {
  readonly prepared: Prepared
  readonly end: () => void
}

/**
 * Gives every session a signal of its own that follows the one of the run, or rather what `prepare` makes of it.
 * Node.js looks through all listeners of a signal for each new one, which takes longer than the request with
 * 10,000 of them (61 µs against 4, measured), and warns of more than ten. The place of a session that is over
 * serves another one.
 */
export function followForSessions<Prepared>(
  signal: AbortSignal,
  prepare: (signal: AbortSignal) => Prepared,
): () => SessionPlace<Prepared> {
  const all: AbortController[] = []
  const free: SessionPlace<Prepared>[] = []
  signal.addEventListener('abort', () => {
    for (const controller of all) controller.abort(signal.reason)
  })
  const create = (): SessionPlace<Prepared> => {
    const controller = new AbortController()
    // Every notification of a session may wait for a retry.
    setMaxListeners(0, controller.signal)
    all.push(controller)
    if (signal.aborted) controller.abort(signal.reason)
    const prepared = prepare(controller.signal)
    const place: SessionPlace<Prepared> = { prepared, end: () => void free.push(place) }
    return place
  }
  return () => free.pop() ?? create()
}

/** A signal that aborts with either one; any number of lanes may wait by it. */
export function eitherSignal(one: AbortSignal, other: AbortSignal): AbortSignal {
  const either = AbortSignal.any([one, other])
  setMaxListeners(0, either)
  return either
}
