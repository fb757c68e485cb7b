import type { TunnelChange } from './receiver-reporter.ts'

/**
 * Tells what is new: each state once, and within a state each reason once, also where the reasons of several
 * relays take turns. A relay that is away for an hour is asked some seven hundred times, and told of twice.
 */
export function createTunnelNews(): (change: TunnelChange) => boolean {
  let last: TunnelChange['state'] | null = null
  const told = new Set<string>()
  return ({ state, detail }) => {
    const reason = detail.replace(/^try \d+: /, '')
    if (state !== last) told.clear()
    last = state
    const isNew = !told.has(reason)
    told.add(reason)
    return isNew
  }
}

/** Gives the time from which a tunnel that had been up is down; null where it is not (hardening L10). */
export function createOutageClock(): (change: TunnelChange, time: string) => string | null {
  let since: string | null = null
  return ({ state, publicUrl }, time) => {
    const isOutage = state === 'down' && publicUrl !== null
    since = isOutage ? (since ?? time) : null
    return since
  }
}
