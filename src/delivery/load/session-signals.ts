import { setMaxListeners } from 'node:events'

/** The signal of one session, as long as it is under way. */
export interface SessionSignal {
  readonly signal: AbortSignal
  readonly end: () => void
}

/**
 * Gives every session a signal of its own that follows the one of the run. Node.js looks through all
 * listeners of a signal for each new one, which takes longer than the request with 10,000 of them (61 µs
 * against 4, measured), and warns of more than ten. A signal whose session is over serves another one.
 */
export function followForSessions(signal: AbortSignal): () => SessionSignal {
  const all: AbortController[] = []
  const free: SessionSignal[] = []
  signal.addEventListener('abort', () => {
    for (const controller of all) controller.abort(signal.reason)
  })
  const create = (): SessionSignal => {
    const controller = new AbortController()
    // Every notification of a session may wait for a retry.
    setMaxListeners(0, controller.signal)
    all.push(controller)
    if (signal.aborted) controller.abort(signal.reason)
    const own: SessionSignal = { signal: controller.signal, end: () => void free.push(own) }
    return own
  }
  return () => free.pop() ?? create()
}

/** A signal that aborts with either one; any number of lanes may wait by it. */
export function eitherSignal(one: AbortSignal, other: AbortSignal): AbortSignal {
  const either = AbortSignal.any([one, other])
  setMaxListeners(0, either)
  return either
}
